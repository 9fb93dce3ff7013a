import { readFile, stat } from 'node:fs/promises';
import { AppError } from '#shared/contract/errors.ts';
import { BUILTIN_LABEL_RULE, parseLabelRules, type LabelRule } from '#shared/model/label-rules.ts';

const MAX_BYTES = 1_000_000;
/** Instead of a file: the built-in rule alone. */
const BUILTIN = 'builtin';

/** @throws {AppError} `file-missing`, `file-unreadable`, `bad-request` saying what is wrong and where */
export async function readLabelRules(path: string): Promise<readonly LabelRule[]> {
  if (path === BUILTIN) return [BUILTIN_LABEL_RULE];
  const place = { file: path };
  const size = await stat(path).then(
    (file) => file.size,
    () => null,
  );
  if (size === null) {
    throw new AppError('file-missing', 'There is no such file of label rules.', {
      hint: 'Without a file, "builtin" is the rule for numbers, UUIDs and hashes.',
      place,
    });
  }
  if (size > MAX_BYTES)
    throw new AppError('bad-request', 'This file is too long for label rules.', { place });
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new AppError('file-unreadable', 'The label rules cannot be read.', { place, cause: error });
  }
  return parseLabelRules(text, path);
}
