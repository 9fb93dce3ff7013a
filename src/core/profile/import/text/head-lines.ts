import type { ProbeHead } from '../profile-reader.ts';

/** The first lines of a file, for a first look; without the last one where it may be cut. */
export function headLines({ text, complete }: ProbeHead, most: number): readonly string[] {
  const lines = text.split('\n', most + 1);
  if (lines.length > most || !complete) lines.pop();
  return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
}
