import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface SummaryFigures {
  readonly label?: string;
  readonly samples: number;
  /** Null without samples. */
  readonly errorRate: number | null;
  readonly minMs: number;
  readonly meanMs: number;
  readonly maxMs: number;
  readonly stdDevMs: number;
  readonly throughputPerSec: number;
  readonly percentilesMs: Readonly<Record<string, number>>;
}

export interface RunSummary {
  readonly name: string;
  readonly overall: SummaryFigures;
  readonly transactions: readonly (SummaryFigures & { readonly label: string; readonly kind: string })[];
}

/** `loadstone summary … --json` of the built command line: the figures that the window has to show. */
export async function summaryOf(file: string, ...options: readonly string[]): Promise<RunSummary> {
  const cli = resolve('out/main/cli.js');
  const { stdout } = await run(process.execPath, [cli, 'summary', file, '--json', ...options], {
    maxBuffer: 1 << 26,
  });
  const document = JSON.parse(stdout) as { readonly runs: readonly RunSummary[] };
  const [first] = document.runs;
  if (first === undefined) throw new Error(`The command line found no run in ${file}`);
  return first;
}
