import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One process, from before its start to after its end. */
export interface Measurement {
  readonly wallMs: number;
  /** User and system time of all threads and ended children; null when this computer cannot tell. */
  readonly cpuMs: number | null;
  /** Peak resident memory; null likewise. */
  readonly rssBytes: number | null;
  /** Last line of standard output if it is JSON. */
  readonly answer: unknown;
}

export interface ProcessOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** GNU time asks the kernel once the process has ended (wait4), so no peak is missed and nothing is polled. */
const GNU_TIME = ['/usr/bin/time', '/usr/local/bin/gtime', '/opt/homebrew/bin/gtime'].find(
  (path) => existsSync(path) && (process.platform === 'linux' || path.endsWith('gtime')),
);

/** How CPU time and memory are found out here, in words for the report. */
export const meterDescription =
  GNU_TIME === undefined
    ? 'CPU time and peak memory are what each Node process reports of itself at its end; other programs cannot be asked'
    : 'CPU time (user and system, all threads) and peak memory are the kernel’s, through GNU `time`';

/** Runs a command to its end. @throws when it fails, with the end of what it printed */
export async function runMeasured(
  command: readonly string[],
  options: ProcessOptions = {},
): Promise<Measurement> {
  if (GNU_TIME === undefined) {
    const { wallMs, output } = await run(command, options);
    const { answer, usage } = split(output);
    return { wallMs, cpuMs: usage?.cpuMs ?? null, rssBytes: usage?.rssBytes ?? null, answer };
  }
  const folder = await mkdtemp(join(tmpdir(), 'loadstone-bench-'));
  const file = join(folder, 'usage');
  try {
    const { wallMs, output } = await run([GNU_TIME, '-f', '%U %S %M', '-o', file, ...command], options);
    // When the command fails, a line that says so comes first.
    const line = (await readFile(file, 'utf8')).trim().split('\n').at(-1) ?? '';
    const [user = NaN, system = NaN, kilobytes = NaN] = line.split(' ').map(Number);
    return {
      wallMs,
      cpuMs: (user + system) * 1000,
      rssBytes: kilobytes * 1024,
      answer: split(output).answer,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(
  command: readonly string[],
  { cwd, env }: ProcessOptions,
): Promise<{ wallMs: number; output: string }> {
  return new Promise((resolve, reject) => {
    const [program = '', ...args] = command;
    const begun = performance.now();
    const child = spawn(program, args, {
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output = keepEnd(output + text)));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = keepEnd(errors + text)));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const wallMs = performance.now() - begun;
      if (code === 0) resolve({ wallMs, output });
      else
        reject(new Error(`ended with ${signal ?? `exit code ${code ?? '?'}`}: ${(errors || output).trim()}`));
    });
  });
}

const KEPT_CHARACTERS = 100_000;

function keepEnd(text: string): string {
  return text.length > KEPT_CHARACTERS ? text.slice(-KEPT_CHARACTERS) : text;
}

interface SelfReport {
  readonly answer: unknown;
  readonly usage: { readonly cpuMs: number; readonly rssBytes: number };
}

/** What `child/child.ts` prints; other programs may print anything. */
function split(output: string): { answer: unknown; usage: SelfReport['usage'] | null } {
  const line = output.trim().split('\n').at(-1) ?? '';
  if (!line.startsWith('{"answer":')) return { answer: null, usage: null };
  return JSON.parse(line) as SelfReport;
}
