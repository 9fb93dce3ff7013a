import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { AppError, isCancelled, toWireError } from '#shared/contract/errors.ts';
import { engineOptions } from '../common/engine-options.ts';
import type { Installation } from '../common/installation.ts';
import { parseCommand, type Command } from './arguments.ts';
import { openLocalEngine, type LocalEngine } from './local-engine.ts';
import { openSideWorkspace, type SideWorkspace } from './side-workspace.ts';
import { runSummary, workspaceArgument } from './summary-command.ts';
import { errorLine, errorWords, type Terminal } from './terminal.ts';
import { writeUnjudged } from './unjudged.ts';
import { exitCodes, USAGE, UsageError } from './usage.ts';

/**
 * Runs one command line. Never throws: what goes wrong is said in one line and becomes the exit code.
 * @returns the exit code
 */
export async function runCommandLine(
  args: readonly string[],
  installation: Installation,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  let command: Command;
  try {
    command = parseCommand(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.note(`loadstone: ${error.message} Run "loadstone --help" for the usage.`);
    return exitCodes.usage;
  }
  if (command.name === 'help') {
    terminal.print(USAGE.trimEnd());
    return exitCodes.done;
  }
  if (command.name === 'version') {
    terminal.print(installation.version);
    return exitCodes.done;
  }
  try {
    // Heap snapshots and profiles need no database.
    if (command.name === 'heap')
      return await (await import('./heap-command.ts')).runHeap(command, terminal, signal);
    if (command.name === 'profile')
      return await (await import('./profile-command.ts')).runProfile(command, terminal, signal);
    if (command.name === 'convert') {
      const { runConvert } = await import('./convert-command.ts');
      return await runConvert(command, installation.version, terminal, signal);
    }
    return await withEngine(command, installation, (local) => dispatch(local, command, terminal, signal));
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.note(`loadstone: ${error.message}`);
      return exitCodes.usage;
    }
    const wire = toWireError(error);
    terminal.note(errorLine(wire, command.verbose));
    if (isCancelled(error)) return exitCodes.cancelled;
    if (command.name === 'compare' || command.name === 'gate')
      // Where the documents themselves are the trouble, that was said already.
      await writeUnjudged(command.name, command, [errorWords(wire)]).catch(() => undefined);
    return error instanceof AppError && error.code === 'bad-request' ? exitCodes.usage : exitCodes.unreadable;
  }
}

type EngineCommand = Exclude<Command, { readonly name: 'help' | 'version' | 'heap' | 'profile' | 'convert' }>;

async function withEngine(
  command: EngineCommand,
  installation: Installation,
  use: (local: LocalEngine) => Promise<number>,
): Promise<number> {
  const workspace = await openWorkspace(command);
  try {
    const local = await openLocalEngine(
      engineOptions(installation, {
        workspacePath: workspace.path,
        remember: false,
        memoryLimitBytes: command.memoryLimitBytes,
        threads: command.threads,
      }),
    );
    try {
      return await use(local);
    } finally {
      await local.close();
    }
  } finally {
    await workspace.release();
  }
}

async function openWorkspace(command: EngineCommand): Promise<SideWorkspace> {
  if (command.name === 'compare')
    return openSideWorkspace([...command.baseline, ...command.candidate], command.workspace);
  if (command.name === 'gate')
    return openSideWorkspace([...command.baseline, ...command.files], command.workspace);
  if (command.name === 'report' && command.report === null)
    return openSideWorkspace([...command.baseline, ...command.files], command.workspace);
  return { path: workspaceOf(command), release: () => Promise.resolve() };
}

/** @throws {AppError} `file-missing` for a workspace that is to be read and is not there */
function workspaceOf(command: Exclude<EngineCommand, { readonly name: 'compare' | 'gate' }>): string | null {
  if (command.name === 'detect') return null;
  const existing =
    command.name === 'summary' ? workspaceArgument(command.files) : resolve(command.workspace ?? '');
  if (existing !== null) {
    if (!existsSync(existing)) {
      throw new AppError('file-missing', 'There is no such workspace.', { place: { file: existing } });
    }
    return existing;
  }
  return command.name === 'summary' && command.workspace !== null ? resolve(command.workspace) : null;
}

/** Each command brings its own code: a command line that asks for one must not wait for the others to be parsed. */
async function dispatch(
  local: LocalEngine,
  command: EngineCommand,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  switch (command.name) {
    case 'detect':
      return (await import('./detect-command.ts')).runDetect(local, command, terminal);
    case 'summary':
      return runSummary(local, command, terminal, signal);
    case 'compare':
      return (await import('./compare-command.ts')).runCompare(local, command, terminal, signal);
    case 'gate':
      return (await import('./gate-command.ts')).runGate(local, command, terminal, signal);
    case 'report':
      return (await import('./report-command.ts')).runReport(local, command, terminal, signal);
    case 'baseline':
      return (await import('./baseline-command.ts')).runBaseline(local, command, terminal);
    case 'labels':
      return (await import('./labels-command.ts')).runLabels(local, command, terminal, signal);
    case 'sql':
      return (await import('./sql-command.ts')).runSql(local, command, terminal, signal);
  }
}
