import type { ProfileThread } from '../../model/profile.ts';
import { numberOf, objectOf, textOf } from '../json/json-fields.ts';

/** Facts that every part of a trace's reader needs at the end. */
export interface TraceThread {
  readonly pid: number | null;
  readonly tid: number | null;
}

/** A number that may stand in quotes, as Hermes writes them. */
export function traceNumber(value: unknown): number | null {
  if (typeof value !== 'string') return numberOf(value);
  return value.trim() === '' ? null : numberOf(Number(value));
}

export function traceThread(event: Readonly<Record<string, unknown>>): TraceThread {
  return { pid: traceNumber(event['pid']), tid: traceNumber(event['tid']) };
}

/** Names of threads and processes, which a trace gives in events of their own, before or after those that need them. */
export class ThreadNames {
  private readonly threads = new Map<string, string>();
  private readonly processes = new Map<number | null, string>();

  add(event: Readonly<Record<string, unknown>>): void {
    const name = textOf(objectOf(event['args'])['name']);
    if (name === null) return;
    const { pid, tid } = traceThread(event);
    if (event['name'] === 'thread_name') this.threads.set(`${pid} ${tid}`, name);
    else if (event['name'] === 'process_name') this.processes.set(pid, name);
  }

  thread({ pid, tid }: TraceThread): ProfileThread {
    return {
      name: this.threads.get(`${pid} ${tid}`) ?? (tid === null ? 'main' : `thread ${tid}`),
      threadId: tid,
      processId: pid,
      processName: this.processes.get(pid) ?? null,
    };
  }
}
