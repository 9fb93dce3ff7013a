/**
 * Simulates the tables of method A8 and writes docs/compare-validation.md.
 * `npm run simulate -- --pairs 200` for another number of pairs per row, `--out PATH` for another file.
 */
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { format, resolveConfig } from 'prettier';
import { simulatedRows, validationReport } from './report.ts';
import { addCounts, type Counts } from './simulate-pairs.ts';
import type { Part } from './worker.ts';

const PAIRS_PER_PART = 25;
/** Makes worker.ts readable for a thread. */
const WORKER = new URL('../../../../../scripts/simulate/worker.mjs', import.meta.url);
const DEFAULT_OUT = fileURLToPath(new URL('../../../../../docs/compare-validation.md', import.meta.url));

const { values } = parseArgs({
  options: { pairs: { type: 'string', default: '1000' }, out: { type: 'string', default: DEFAULT_OUT } },
});
const pairs = Number(values.pairs);
if (!Number.isSafeInteger(pairs) || pairs < 1) throw new Error('--pairs wants a whole number from 1 on');

const parts: Part[] = simulatedRows.flatMap(({ scenario }, id) =>
  Array.from({ length: Math.ceil(pairs / PAIRS_PER_PART) }, (_, part) => ({
    id,
    scenario,
    from: part * PAIRS_PER_PART,
    to: Math.min(pairs, (part + 1) * PAIRS_PER_PART),
  })),
);
const counts = simulatedRows.map((): Counts => ({ pairs: 0 }));
let next = 0;
let done = 0;
await Promise.all(Array.from({ length: availableParallelism() }, work));

const command = `npm run simulate -- --pairs ${pairs}`;
const results = simulatedRows.map((row, id) => ({ row, counts: counts[id]! }));
const text = validationReport({ results, pairs, command, node: process.versions.node });
const config = await resolveConfig(values.out);
await writeFile(values.out, await format(text, { ...config, parser: 'markdown' }));
process.stderr.write(`\rWrote ${values.out}\n`);

/** One thread takes part after part. */
function work(): Promise<void> {
  const worker = new Worker(WORKER);
  return new Promise<void>((resolve, reject) => {
    const take = (): void => {
      const part = parts[next++];
      if (part === undefined) void worker.terminate().then(() => resolve());
      else worker.postMessage(part);
    };
    worker.on('error', reject);
    worker.on('message', (answer: { readonly id: number; readonly counts: Counts }) => {
      counts[answer.id] = addCounts(counts[answer.id]!, answer.counts);
      done += 1;
      process.stderr.write(`\r${Math.round((100 * done) / parts.length)} %`);
      take();
    });
    take();
  });
}
