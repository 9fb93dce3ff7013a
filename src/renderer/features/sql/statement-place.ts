import type { WireError } from '#shared/contract/errors.ts';
import type { TextPlace } from '../../ui/code-field/text-places.ts';

/**
 * Where an error is in its statement: the engine counts bytes, an editor characters.
 * @returns null where the engine does not know
 */
export function placeOf(sql: string, { place }: WireError): TextPlace | null {
  if (place?.byte === undefined) return null;
  const bytes = new TextEncoder().encode(sql).subarray(0, place.byte);
  const before = new TextDecoder().decode(bytes);
  const start = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: before.length - start + 1 };
}
