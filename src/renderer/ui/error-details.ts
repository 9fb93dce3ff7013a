import type { WireError } from '#shared/contract/errors.ts';

/** All that is known about a failure, as text for a report. It names files and lines, never their contents. */
export function errorDetails(title: string, error: WireError): string {
  const { place } = error;
  const where = [
    place?.file,
    place?.line === undefined ? undefined : `line ${place.line}`,
    place?.byte === undefined ? undefined : `byte ${place.byte}`,
  ].filter((part) => part !== undefined);
  const lines = [title, `${error.code}: ${error.message}`, error.hint, where.join(', '), error.detail];
  return lines.filter((line) => line !== undefined && line !== '').join('\n');
}
