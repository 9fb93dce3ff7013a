import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { AppError } from '#shared/contract/errors.ts';

const label = z.string().min(1).max(10_000);
const mappingSchema = z.union([
  z.array(z.strictObject({ baseline: label, candidate: label })).max(10_000),
  z
    .record(label, label)
    .transform((pairs) => Object.entries(pairs).map(([baseline, candidate]) => ({ baseline, candidate }))),
]);

/**
 * Transactions that have another label in the candidate: YAML or JSON, a map of baseline to candidate or a list of both.
 * @throws {AppError} `file-missing`, `bad-request`
 */
export async function readLabelMapping(
  path: string,
): Promise<readonly { readonly baseline: string; readonly candidate: string }[]> {
  const place = { file: path };
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new AppError('file-missing', 'The mapping of labels cannot be read.', { place, cause: error });
  }
  const hint = 'It is a map of labels, one line each: "label of the baseline": "label of the candidate".';
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n', 1)[0]! : String(error);
    throw new AppError('bad-request', `The mapping of labels is no YAML: ${reason}`, { hint, place });
  }
  const parsed = mappingSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new AppError('bad-request', 'This is no mapping of labels.', { hint, place });
}
