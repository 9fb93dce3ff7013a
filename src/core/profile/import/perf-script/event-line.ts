/** The line with which an event of `perf script` begins. */
export interface EventLine {
  /** Name of the thread, as the kernel has it. */
  readonly command: string;
  readonly processId: number | null;
  readonly threadId: number;
  /** s of a clock that does not count from 1970. */
  readonly seconds: number | null;
  /** How much of the event the sample stands for. */
  readonly period: number | null;
  /** With its modifiers: `cycles:u`. */
  readonly event: string;
  /** What stands behind the event: arguments of a trace point, or the only frame. */
  readonly rest: string;
}

/**
 * `comm pid/tid [cpu] time: period event: rest`, of which `pid/`, cpu, time and period may be absent. Names of threads may
 * hold spaces, numbers, colons and slashes: what follows the name decides where it ends.
 */
const EVENT_LINE =
  /^(.*?)\s+(?:(\d+)\/)?(\d+)\s+(?:\[\d+\]\s+)?(?:(\d+(?:\.\d+)?):\s+)?(?:(\d+)\s+)?([A-Za-z_][^\s:]*(?::[^\s:]+)*):(?:\s+(.*))?$/u;

/** Null when the line is none. */
export function eventLine(line: string): EventLine | null {
  const match = EVENT_LINE.exec(line);
  if (match === null) return null;
  const [, command = '', process, thread, seconds, period, event = '', rest = ''] = match;
  return {
    command: command.trim(),
    processId: process === undefined ? null : Number(process),
    threadId: Number(thread),
    seconds: seconds === undefined ? null : Number(seconds),
    period: period === undefined ? null : Number(period),
    event,
    rest,
  };
}
