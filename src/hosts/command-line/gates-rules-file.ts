import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readGates } from '#core/gates/gates-file.ts';
import { AppError } from '#shared/contract/errors.ts';

/** Where a project keeps its gates. */
export const GATES_FILE = 'loadstone.gates.yaml';

const MAX_BYTES = 1_000_000;

export interface GatesFileText {
  readonly path: string;
  readonly yaml: string;
}

/**
 * @param path null: the file of the project in this folder, if there is one
 * @throws {AppError} `file-missing`, `bad-request` with every problem and its place
 */
export async function readGatesFile(path: string | null): Promise<GatesFileText | null> {
  const chosen = path ?? (existsSync(resolve(GATES_FILE)) ? GATES_FILE : null);
  if (chosen === null) return null;
  const place = { file: chosen };
  let yaml: string;
  try {
    yaml = await readFile(chosen, 'utf8');
  } catch (error) {
    throw new AppError('file-missing', 'The file of gates cannot be read.', {
      hint: 'docs/gates.md has an example of one.',
      place,
      cause: error,
    });
  }
  if (yaml.length > MAX_BYTES)
    throw new AppError('bad-request', 'This file is too long for gates.', { place });
  const { problems } = readGates(yaml);
  const [first, ...more] = problems;
  if (first === undefined) return { path: chosen, yaml };
  const rest = more.map(({ line, column, message }) => `\n  ${chosen}:${line}:${column} ${message}`).join('');
  throw new AppError('bad-request', `${chosen}:${first.line}:${first.column} ${first.message}${rest}`);
}
