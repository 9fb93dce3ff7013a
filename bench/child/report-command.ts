import { readFile } from 'node:fs/promises';
import type { Terminal } from '../product/command-line.d.ts';
import { runCommandLine } from '../product/command-line.js';
import { pageCount } from '../product/report.js';
import { installation } from './installation.ts';

/** `loadstone report --workspace W --report NAME --out X.pdf` */
export async function run(input: {
  readonly workspace: string;
  readonly name: string;
  readonly out: string;
}): Promise<{ readonly pages: number; readonly steps: number }> {
  const told = new Set<string>();
  let problem = '';
  const terminal: Terminal = {
    print: () => undefined,
    note: (text) => (problem = text),
    progress: (text) => {
      if (text !== null) told.add(text);
    },
  };
  const args = ['report', '--workspace', input.workspace, '--report', input.name, '--out', input.out];
  const code = await runCommandLine(args, installation, terminal, new AbortController().signal);
  if (code !== 0) throw new Error(problem);
  return { pages: pageCount(await readFile(input.out)), steps: told.size };
}
