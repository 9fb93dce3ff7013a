import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Who may talk to the localhost host. Every program of this computer can reach the port, and every web page can send
 * requests to it, so: a token from the command line is exchanged once for a cookie that scripts cannot read and other
 * sites cannot use; `Host` and `Origin` must be ours (DNS rebinding, cross-site requests).
 */
export class Access {
  readonly token = randomBytes(32).toString('base64url');
  private readonly session = randomBytes(32).toString('base64url');
  private tokenUsed = false;
  private readonly port: () => number;

  constructor(port: () => number) {
    this.port = port;
  }

  /** @returns the value of `Set-Cookie` for a token that is presented for the first time, else null */
  exchange(token: string): string | null {
    if (this.tokenUsed || !equal(token, this.token)) return null;
    this.tokenUsed = true;
    return `${this.cookie}=${this.session}; HttpOnly; SameSite=Strict; Path=/`;
  }

  /** The request is for us and does not come from another site's page. */
  isOwnSite(request: IncomingMessage): boolean {
    const hosts = [`127.0.0.1:${this.port()}`, `localhost:${this.port()}`];
    const { host, origin } = request.headers;
    if (host === undefined || !hosts.includes(host)) return false;
    return origin === undefined || hosts.some((own) => origin === `http://${own}`);
  }

  isSignedIn(request: IncomingMessage): boolean {
    const cookies = (request.headers.cookie ?? '').split(';').map((part) => part.trim());
    const name = `${this.cookie}=`;
    return cookies.some(
      (cookie) => cookie.startsWith(name) && equal(cookie.slice(name.length), this.session),
    );
  }

  /** Cookies do not know ports: two Loadstones on one computer must not overwrite each other's. */
  private get cookie(): string {
    return `loadstone-${this.port()}`;
  }
}

function equal(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
