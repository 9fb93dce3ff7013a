import { runCommandLine } from './command-line/run-command.ts';
import { processTerminal } from './command-line/terminal.ts';
import { installationAt } from './common/installation.ts';

const abort = new AbortController();
process.once('SIGINT', () => abort.abort());
process.once('SIGTERM', () => abort.abort());
// A reader that has seen enough (`… | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const installation = installationAt(new URL('./', import.meta.url));
process.exitCode = await runCommandLine(process.argv.slice(2), installation, processTerminal(), abort.signal);
