import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
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

/** What `loadstone summary … --json` says of the first run: the figures that the window has to show. */
export type SummaryOf = (file: string, ...options: readonly string[]) => Promise<RunSummary>;

const builtCommandLine = (): string => resolve('out/main/cli.js');

function firstRun(printed: string, file: string): RunSummary {
  const [first] = (JSON.parse(printed) as { readonly runs: readonly RunSummary[] }).runs;
  if (first === undefined) throw new Error(`The command line found no run in ${file}`);
  return first;
}

/** By the built command line in a process of its own. */
export const summaryOf: SummaryOf = async (file, ...options) => {
  const { stdout } = await run(
    process.execPath,
    [builtCommandLine(), 'summary', file, '--json', ...options],
    { maxBuffer: 1 << 26 },
  );
  return firstRun(stdout, file);
};

interface Answer {
  readonly printed: string;
  readonly code: number;
}

/** Runs `use` with a built command line that answers one question after the other in one process, for many of them. */
export async function withCommandLine<T>(use: (summary: SummaryOf) => Promise<T>): Promise<T> {
  const script = join(import.meta.dirname, '../../scripts/testing/command-line-session.mjs');
  const child = spawn(process.execPath, [script, builtCommandLine()], { stdio: ['pipe', 'pipe', 'pipe'] });
  let notes = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (notes += text));
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  const summary: SummaryOf = async (file, ...options) => {
    child.stdin.write(`${JSON.stringify(['summary', file, '--json', ...options])}\n`);
    const line = await lines.next();
    if (line.done === true) throw new Error(`The command line ended.\n${notes}`);
    const { printed, code } = JSON.parse(line.value) as Answer;
    if (code !== 0) throw new Error(`The command line ended with ${code}.\n${notes}`);
    return firstRun(printed, file);
  };
  try {
    return await use(summary);
  } finally {
    child.stdin.end();
    child.kill('SIGTERM');
    await ended;
  }
}
