/** Reads `591100`, `591,100`, `591 100`, `591k`, `0.6 M`. @returns null where it is none of these */
export function parseCount(text: string): number | null {
  const compact = text
    .trim()
    .toLowerCase()
    .replace(/(?<=\d)[\s,'’\u00a0\u202f](?=\d{3}(?:\D|$))/gu, '');
  const match = /^(\d+(?:\.\d+)?)\s*([km])?$/u.exec(compact);
  if (match === null) return null;
  const factor = match[2] === 'm' ? 1e6 : match[2] === 'k' ? 1e3 : 1;
  const value = Math.round(Number(match[1]) * factor);
  return value <= 1e15 ? value : null;
}

/** Why these cannot be the requests before each snapshot; null: they can. */
export function operationsProblem(values: readonly (number | null)[]): string | null {
  const missing = values.findIndex((value) => value === null);
  if (missing >= 0) return `S${missing + 1} needs a number of requests.`;
  const falls = values.findIndex((value, index) => index > 0 && value! <= values[index - 1]!);
  return falls < 0
    ? null
    : `S${falls + 1} must have more requests than S${falls}: they are counted since the start.`;
}
