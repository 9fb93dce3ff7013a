import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { securityHeaders } from './security-headers.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** A built page. Only files that were there at the start are served, so no request can name another path. */
export class PageFiles {
  private readonly files: ReadonlyMap<string, string>;
  private readonly host: string;
  private readonly headers: Readonly<Record<string, string>>;

  private constructor(
    files: ReadonlyMap<string, string>,
    host: string,
    headers: Readonly<Record<string, string>>,
  ) {
    this.files = files;
    this.host = host;
    this.headers = headers;
  }

  /**
   * @param url address of the page: requests for other hosts of the scheme find nothing
   * @param headers sent with every answer
   */
  static async of(
    directory: string,
    url: string,
    headers: Readonly<Record<string, string>> = securityHeaders,
  ): Promise<PageFiles> {
    const files = new Map<string, string>();
    await list(directory, '', files);
    return new PageFiles(files, new URL(url).host, headers);
  }

  get isComplete(): boolean {
    return this.files.has('/index.html');
  }

  async respond(request: { readonly url: string; readonly method: string }): Promise<Response> {
    const { host, pathname } = new URL(request.url);
    const path =
      host === this.host && request.method === 'GET'
        ? this.files.get(pathname === '/' ? '/index.html' : pathname)
        : undefined;
    if (path === undefined) return new Response(null, { status: 404, headers: this.headers });
    const type = contentTypes[extname(path)] ?? 'application/octet-stream';
    return new Response(new Uint8Array(await readFile(path)), {
      headers: { ...this.headers, 'content-type': type },
    });
  }
}

/**
 * Walks by hand instead of with `recursive`: the packed app's files lie in an archive, where Electron's `readdir` has
 * long left out `parentPath`. A folder that cannot be read holds nothing to serve.
 */
async function list(directory: string, prefix: string, files: Map<string, string>): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true }).catch(() => [])) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await list(path, `${prefix}/${entry.name}`, files);
    else if (entry.isFile()) files.set(`${prefix}/${entry.name}`, path);
  }
}
