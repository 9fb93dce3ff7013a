import type { TextPlace } from '../../ui/code-field/text-places.ts';

/** Where the first rule of a file of gates begins; of one without rules its start. */
export function firstRule(text: string): TextPlace {
  const lines = text.split('\n');
  const gates = lines.findIndex((line) => /^gates\s*:/u.test(line));
  const item = lines.findIndex((line, index) => index > gates && /^\s*-\s/u.test(line));
  if (gates < 0 || item < 0) return { line: 1, column: 1 };
  return { line: item + 1, column: lines[item]!.search(/-\s/u) + 3 };
}
