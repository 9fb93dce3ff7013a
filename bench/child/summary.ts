import { runCommandLine, type Terminal } from '../product/command-line.js';
import { installation } from './installation.ts';

/** `loadstone summary FILE --json`: from a result file to all figures per transaction, nothing kept. */
export async function run(input: { readonly file: string }): Promise<{ characters: number }> {
  let characters = 0;
  let problem = '';
  const terminal: Terminal = {
    print: (text) => (characters += text.length),
    note: (text) => (problem = text),
    progress: () => undefined,
  };
  const args = ['summary', input.file, '--json'];
  const code = await runCommandLine(args, installation, terminal, new AbortController().signal);
  if (code !== 0) throw new Error(problem);
  return { characters };
}
