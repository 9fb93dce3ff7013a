import type { z } from 'zod';
import { AppError } from '#shared/contract/errors.ts';
import { jsonErrorAt, jsonValueAt } from './json-places.ts';
import { decodeReport, placeOf } from './report-text.ts';

/**
 * Reads a report that is one JSON document.
 *
 * @param toolLabel for messages: `Artillery`
 * @throws {AppError} `file-damaged`, with line and byte
 */
export function parseJsonReport<T>(bytes: Uint8Array, schema: z.ZodType<T>, toolLabel: string): T {
  const { text } = decodeReport(bytes);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw notJson(text, toolLabel);
  }
  const checked = schema.safeParse(document);
  if (checked.success) return checked.data;
  const path = checked.error.issues[0]?.path ?? [];
  const at = jsonValueAt(text, path) ?? jsonValueAt(text, path.slice(0, -1)) ?? 0;
  const member = path.length === 0 ? 'The document' : `"${path.map(String).join('.')}"`;
  throw new AppError('file-damaged', `${member} is missing or not what ${toolLabel} writes there.`, {
    hint: 'The file may have been edited, or written by a version that Loadstone does not know.',
    place: placeOf(text, at),
  });
}

function notJson(text: string, toolLabel: string): AppError {
  const at = jsonErrorAt(text) ?? text.length;
  const cutOff = at >= text.trimEnd().length;
  return new AppError(
    'file-damaged',
    cutOff
      ? `The report of ${toolLabel} is cut off: it ends inside the JSON.`
      : `The report of ${toolLabel} is not JSON from here on.`,
    { hint: 'Write or copy the report again.', place: placeOf(text, at) },
  );
}
