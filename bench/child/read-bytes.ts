import { closeSync, openSync, readSync } from 'node:fs';

/** What no reader can beat: the bytes of the file, 4 MB at a time. */
export function run(input: { readonly file: string }): Promise<{ bytes: number }> {
  const file = openSync(input.file, 'r');
  const piece = Buffer.allocUnsafe(4 << 20);
  let bytes = 0;
  for (;;) {
    const count = readSync(file, piece);
    if (count === 0) break;
    bytes += count;
  }
  closeSync(file);
  return Promise.resolve({ bytes });
}
