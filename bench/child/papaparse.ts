import { createReadStream } from 'node:fs';
import { requirePeer, type Sums } from './peer-package.ts';

interface Papaparse {
  parse(
    input: NodeJS.ReadableStream,
    options: {
      step(row: { data: string[] }): void;
      complete(): void;
      error(error: Error): void;
      skipEmptyLines: boolean;
    },
  ): void;
}

/** Parses and adds up; nothing is stored. */
export async function run(input: { readonly file: string; readonly peers: string }): Promise<Sums> {
  const papaparse = requirePeer(input.peers, 'papaparse') as Papaparse;
  // The first row is the header: it is counted and its cells are no numbers.
  const sums: Sums = { rows: -1, failures: 0, elapsedMs: 0 };
  await new Promise<void>((resolve, reject) => {
    papaparse.parse(createReadStream(input.file, { highWaterMark: 1 << 20, encoding: 'utf8' }), {
      step({ data }) {
        sums.rows += 1;
        if (sums.rows === 0) return;
        sums.elapsedMs += Number(data[1]);
        if (data[7] !== 'true') sums.failures += 1;
      },
      complete: resolve,
      error: reject,
      skipEmptyLines: true,
    });
  });
  return sums;
}
