import { resolve } from 'node:path';
import { ensureReplaceable, stageOutput, type StagedOutput } from '#core/io/staged-output.ts';
import { SCHEMA_BEGIN, SCHEMA_FILE } from '#core/export/schema-text.ts';
import type { Command } from './arguments.ts';

/**
 * The folder in which a command writes what then comes to its place as a whole; null for a command that writes nothing of
 * the kind.
 * @throws {AppError} `bad-request` for a place that is taken
 */
export async function stagedTarget(command: Command): Promise<StagedOutput | null> {
  if (command.name === 'export') {
    const target = resolve(command.parquet);
    await ensureReplaceable(target, command.overwrite, { file: SCHEMA_FILE, begin: SCHEMA_BEGIN });
    return stageOutput(target);
  }
  if (command.name === 'sql' && command.out !== null) return stageOutput(resolve(command.out.path));
  if (command.name === 'convert') return stageOutput(resolve(command.out));
  return null;
}
