export const APP_NAME = 'Loadstone';
const MAX_LENGTH = 200;

/**
 * A title as the window manager may show it: one line, of bounded length, without characters that reorder the text
 * around them (a file name could use them to look like another).
 */
export function cleanTitle(title: string): string {
  const clean = title
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim();
  if (clean === '') return APP_NAME;
  const letters = Array.from(clean);
  return letters.length <= MAX_LENGTH ? clean : `${letters.slice(0, MAX_LENGTH - 1).join('')}…`;
}
