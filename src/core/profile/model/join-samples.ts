import type { SampleTable } from './profile.ts';

/** One table behind the other; all have the same weights, and all or none have time. */
export function joinSamples(tables: readonly SampleTable[]): SampleTable {
  const [only] = tables;
  if (only !== undefined && tables.length === 1) return only;
  const count = tables.reduce((sum, table) => sum + table.count, 0);
  const timed = tables.every(({ time }) => time !== null);
  const time = timed ? new Float64Array(count) : null;
  const thread = new Int32Array(count);
  const stack = new Int32Array(count);
  const weights = (only?.weights ?? []).map(() => new Float64Array(count));
  let at = 0;
  for (const table of tables) {
    if (table.time !== null) time?.set(table.time, at);
    thread.set(table.thread, at);
    stack.set(table.stack, at);
    for (const [i, column] of weights.entries()) column.set(table.weights[i]!, at);
    at += table.count;
  }
  return { count, time, thread, stack, weights };
}
