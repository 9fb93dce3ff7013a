import { createReadStream } from 'node:fs';
import { requirePeer, type Sums } from './peer-package.ts';

interface SaxesParser {
  on(event: 'opentag', handler: (tag: { name: string; attributes: Record<string, string> }) => void): void;
  write(text: string): void;
  close(): void;
}

/** Parses XML and adds up; nothing is stored. */
export async function run(input: { readonly file: string; readonly peers: string }): Promise<Sums> {
  const { SaxesParser } = requirePeer(input.peers, 'saxes') as { SaxesParser: new () => SaxesParser };
  const sums: Sums = { rows: 0, failures: 0, elapsedMs: 0 };
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    if (name !== 'httpSample' && name !== 'sample') return;
    sums.rows += 1;
    sums.elapsedMs += Number(attributes['t']);
    if (attributes['s'] !== 'true') sums.failures += 1;
  });
  for await (const chunk of createReadStream(input.file, { highWaterMark: 1 << 20, encoding: 'utf8' })) {
    parser.write(chunk as string);
  }
  parser.close();
  return sums;
}
