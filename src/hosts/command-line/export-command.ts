import { resolve } from 'node:path';
import type { StagedOutput } from '#core/io/staged-output.ts';
import type { ExportOptions } from './export-arguments.ts';
import type { LocalEngine } from './local-engine.ts';
import type { Terminal } from './terminal.ts';
import { exitCodes } from './usage.ts';

/**
 * Writes a workspace as a data set for other tools.
 * @returns the exit code
 * @throws {AppError}
 */
export async function runExport(
  { engine }: LocalEngine,
  staged: StagedOutput,
  options: ExportOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const exports = await engine.exports();
  try {
    const written = await exports.dataset(
      staged.folder,
      ({ what, done, total }) => terminal.progress(`Writing ${what} (${done + 1} of ${total})`),
      signal,
    );
    signal.throwIfAborted();
    await staged.commit();
    terminal.progress(null);
    const path = resolve(options.parquet);
    if (options.json) {
      const document = { schema: 'loadstone/export/1', path, format: 'parquet', ...written };
      terminal.print(JSON.stringify(document, null, 2));
    } else {
      const rows = written.tables.reduce((sum, table) => sum + table.rows, 0);
      const runs = `${written.runs} ${written.runs === 1 ? 'run' : 'runs'}`;
      terminal.note(
        `${options.parquet}: ${runs}, ${written.tables.length} relations with ${rows.toLocaleString('en')} rows, ${(written.bytes / 1e6).toFixed(1)} MB. SCHEMA.md says what is in them.`,
      );
    }
    return exitCodes.done;
  } finally {
    terminal.progress(null);
  }
}
