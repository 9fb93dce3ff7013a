import { createReadStream } from 'node:fs';
import { requirePeer, type Sums } from './peer-package.ts';

interface CsvParse {
  readonly parse: (options: { from_line: number }) => NodeJS.ReadWriteStream & AsyncIterable<string[]>;
}

/** Parses and adds up; nothing is stored. */
export async function run(input: { readonly file: string; readonly peers: string }): Promise<Sums> {
  const { parse } = requirePeer(input.peers, 'csv-parse') as CsvParse;
  const sums: Sums = { rows: 0, failures: 0, elapsedMs: 0 };
  const rows = createReadStream(input.file, { highWaterMark: 1 << 20 }).pipe(parse({ from_line: 2 }));
  for await (const row of rows) {
    sums.rows += 1;
    sums.elapsedMs += Number(row[1]);
    if (row[7] !== 'true') sums.failures += 1;
  }
  return sums;
}
