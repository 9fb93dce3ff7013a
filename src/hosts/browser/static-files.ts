import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.map': 'application/json',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** A built page. Only files that were there at the start are served, so no request can name another path. */
export class StaticFiles {
  private readonly files: ReadonlyMap<string, string>;

  private constructor(files: ReadonlyMap<string, string>) {
    this.files = files;
  }

  static async of(directory: string): Promise<StaticFiles> {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const files = new Map<string, string>();
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      files.set(`/${relative(directory, path).split(sep).join('/')}`, path);
    }
    return new StaticFiles(files);
  }

  has(urlPath: string): boolean {
    return this.files.has(urlPath);
  }

  /** @returns false when there is no such file */
  async send(urlPath: string, response: ServerResponse): Promise<boolean> {
    const path = this.files.get(urlPath === '/' ? '/index.html' : urlPath);
    if (path === undefined) return false;
    response.writeHead(200, {
      'content-type': contentTypes[extname(path)] ?? 'application/octet-stream',
      // Names under assets/ carry a hash of their content.
      'cache-control': urlPath.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-store',
    });
    await pipeline(createReadStream(path), response);
    return true;
  }
}
