/** Same text for the same question, whatever the order in which its properties were written. */
export function queryKey(method: string, params: unknown): string {
  return `${method} ${stableJson(params)}`;
}

/** The method of a key of {@link queryKey}. */
export function methodOf(key: string): string {
  const end = key.indexOf(' ');
  return end < 0 ? key : key.slice(0, end);
}

/** A selection may name a hundred thousand transactions, and each of its views asks for keys: such a list is written at once. */
const LONG_LIST = 100;

function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (Array.isArray(part))
      return part.length > LONG_LIST && part.every((each) => typeof each === 'number')
        ? { '[]': part.join() }
        : (part as unknown);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** The run a question is about, if any: `runId` itself or that of its filter. */
export function runOf(params: unknown): number | null {
  if (typeof params !== 'object' || params === null) return null;
  if ('runId' in params && typeof params.runId === 'number') return params.runId;
  return 'filter' in params ? runOf(params.filter) : null;
}
