import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { StagedOutput } from '#core/io/staged-output.ts';
import { ensureExists } from '#shared/assert.ts';
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
    if (isProfileConversion(command)) {
      const { runConvert } = await import('./convert-command.ts');
      return await runConvert(command, installation.version, terminal, signal);
    }
    return await withEngine(command, installation, (local, staged) =>
      dispatch(local, staged, command, terminal, signal),
    );
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

type EngineCommand = Exclude<
  Command,
  { readonly name: 'help' | 'version' | 'heap' | 'profile' } | ProfileConversion
>;
type ProfileConversion = Extract<Command, { readonly name: 'convert' }> & {
  readonly to: 'speedscope' | 'folded';
};

function isProfileConversion(command: Command): command is ProfileConversion {
  return command.name === 'convert' && (command.to === 'speedscope' || command.to === 'folded');
}

async function withEngine(
  command: EngineCommand,
  installation: Installation,
  use: (local: LocalEngine, staged: StagedOutput | null) => Promise<number>,
): Promise<number> {
  const workspace = await openWorkspace(command);
  const staged = await stage(command);
  try {
    const local = await openLocalEngine(
      engineOptions(installation, {
        workspacePath: workspace.path,
        remember: false,
        memoryLimitBytes: command.memoryLimitBytes,
        threads: command.threads,
        exportDirectory: staged?.folder ?? null,
      }),
    );
    try {
      return await use(local, staged);
    } finally {
      await local.close();
    }
  } finally {
    await staged?.discard();
    await workspace.release();
  }
}

async function stage(command: EngineCommand): Promise<StagedOutput | null> {
  const writes = command.name === 'export' || command.name === 'convert' || command.name === 'sql';
  return writes ? (await import('./staged-target.ts')).stagedTarget(command) : null;
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
  if (command.name === 'detect' || command.name === 'convert') return null;
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
  staged: StagedOutput | null,
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
      return (await import('./sql-command.ts')).runSql(local, staged, command, terminal, signal);
    case 'export':
      return (await import('./export-command.ts')).runExport(
        local,
        ensureExists(staged, 'a folder to write to'),
        command,
        terminal,
        signal,
      );
    case 'convert': {
      const { runConvertRows } = await import('./convert-rows-command.ts');
      return runConvertRows(local, ensureExists(staged, 'a folder to write to'), command, terminal, signal);
    }
  }
}
