import type { NewFrame } from '../../model/frame-interner.ts';

/** What a row of a call tree of YourKit stands for. */
export type YourKitRow =
  | { readonly row: 'function'; readonly frame: NewFrame }
  /** A line of the function around it, without a call. */
  | { readonly row: 'line' }
  | { readonly row: 'thread'; readonly name: string; readonly threadId: number | null };

/**
 * `File.java:64 package.Class.method(arguments)`: the file and the line are those of the call, not of what is called.
 * Threads are `name Group: 'group' Native ID: 12`.
 */
export function yourKitRow(text: string): YourKitRow {
  const thread = /^(.*?)\s+Group: '[^']*'(?:\s+Native ID: (\d+))?/u.exec(text);
  if (thread !== null)
    return { row: 'thread', name: thread[1]!, threadId: thread[2] === undefined ? null : Number(thread[2]) };
  if (/^<All threads>$/iu.test(text)) return { row: 'thread', name: 'all threads', threadId: null };
  const called = /^\S+\.\w+(?::\d+| \(native\))(?:\s+(.*))?$/u.exec(text);
  if (called !== null && called[1] === undefined) return { row: 'line' };
  const bare = (called?.[1] ?? text).replace(/^\[[^\]]*\]\s*/u, '');
  return { row: 'function', frame: { name: bare === '' ? '(unknown)' : bare, kind: 'program' } };
}
