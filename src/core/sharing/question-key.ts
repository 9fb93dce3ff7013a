/** The same question in the same text, whatever the order of its parts; a token names who hears of progress. */
export function questionKey(params: unknown): string {
  return JSON.stringify(inOrder(params));
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value)
    .filter(([name, part]) => name !== 'token' && part !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(parts.map(([name, part]) => [name, inOrder(part)]));
}
