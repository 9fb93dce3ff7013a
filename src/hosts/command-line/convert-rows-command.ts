import { basename, join, resolve } from 'node:path';
import type { RowKind } from '#core/export/file-rows.ts';
import type { StagedOutput } from '#core/io/staged-output.ts';
import { ensureExists } from '#shared/assert.ts';
import { fromWireError } from '#shared/contract/errors.ts';
import { savedFormats } from '#shared/model/sql.ts';
import { importFiles } from './import-files.ts';
import type { LocalEngine } from './local-engine.ts';
import type { ConvertOptions } from './profile-arguments.ts';
import type { Terminal } from './terminal.ts';
import { exitCodes } from './usage.ts';

const words: Readonly<Record<RowKind, string>> = {
  samples: 'samples',
  figures: 'rows of printed figures',
  readings: 'readings of metrics',
  'profile-samples': 'samples of profiles',
  classes: 'classes',
};

/**
 * Writes the rows of a file as one table.
 * @returns the exit code
 * @throws {AppError}
 */
export async function runConvertRows(
  local: LocalEngine,
  staged: StagedOutput,
  options: ConvertOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const read = { format: options.format, timeZone: options.timeZone, allowDuplicate: true };
  const [imported] = await importFiles(local, [options.file], read, terminal, signal);
  const error = imported?.error ?? null;
  if (error !== null && imported?.isAttachment !== true) throw fromWireError(error);
  const exports = await local.engine.exports();
  terminal.progress(`Writing ${basename(options.out)}`);
  try {
    const to = ensureExists(
      savedFormats.find((format) => format === options.to),
      'a format of rows',
    );
    const file = `rows.${to}`;
    const path = join(staged.folder, file);
    const { kind, leftOut, rows } = await exports.rows(path, to, options.weight, signal);
    signal.throwIfAborted();
    await staged.commit(file);
    terminal.progress(null);
    const [rejected] = await local.client.call('sources.list', {});
    const rejectedRows = rejected?.rejectedRows ?? 0;
    if (options.json) {
      const document = {
        schema: 'loadstone/convert/1',
        path: resolve(options.out),
        to: options.to,
        kind,
        rows,
        rejectedRows,
        leftOutKinds: leftOut,
      };
      terminal.print(JSON.stringify(document, null, 2));
      return exitCodes.done;
    }
    const others = leftOut.map((other) => words[other]).join(' and ');
    terminal.note(
      `${options.out}: ${rows.toLocaleString('en')} ${words[kind]} written${rejectedRows > 0 ? `, ${rejectedRows.toLocaleString('en')} rows could not be read` : ''}${others === '' ? '' : `; the file has ${others} as well, which "loadstone export" writes`}.`,
    );
    return exitCodes.done;
  } finally {
    terminal.progress(null);
  }
}
