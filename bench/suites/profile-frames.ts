import type { Browser, Page } from '@playwright/test';

/** What the page's main thread did for one frame, ms. */
export interface Frame {
  /** Processor time of handlers, React, painting calls: everything that is JavaScript. */
  readonly scriptMs: number;
  /** The same by the clock: also what other programs took away. */
  readonly scriptWallMs: number;
  /** All work of the thread by the clock: also layout and what the canvas does with the calls. */
  readonly threadMs: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur?: number;
  /** Processor time of the thread, µs. */
  readonly tdur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly args?: { readonly name?: string };
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly cpu: number;
}

const SCRIPT = new Set([
  'EventDispatch',
  'FireAnimationFrame',
  'FunctionCall',
  'RunMicrotasks',
  'TimerFire',
  'v8.callFunction',
]);
const TASK = new Set(['RunTask', 'ThreadControllerImpl::RunTask']);
const US_PER_MS = 1000;

/**
 * Frames that the page made while `work` went on, by the browser's own trace: nothing is added to the page. A frame is what lies
 * between two animation frames' ends.
 */
export async function tracedFrames(
  browser: Browser,
  page: Page,
  work: () => Promise<void>,
): Promise<readonly Frame[]> {
  await browser.startTracing(page, {
    categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'v8.execute', 'toplevel'],
  });
  await work();
  const trace = JSON.parse((await browser.stopTracing()).toString('utf8')) as {
    readonly traceEvents: readonly TraceEvent[];
  };
  return framesOf(trace.traceEvents);
}

function framesOf(events: readonly TraceEvent[]): readonly Frame[] {
  const painted = events.filter(({ name, ph }) => name === 'FireAnimationFrame' && ph === 'X');
  const [first] = painted;
  if (first === undefined) throw new Error('the trace has no frames');
  const own = events.filter(({ ph, pid, tid }) => ph === 'X' && pid === first.pid && tid === first.tid);
  const script = outermost(own.filter(({ name }) => SCRIPT.has(name)));
  const tasks = outermost(own.filter(({ name }) => TASK.has(name)));
  // The task in which a frame is painted ends behind the painting: that is where the next frame begins. The trace may begin or
  // end within a task, which it does not have then.
  const ends = painted.flatMap(({ ts }) => tasks.find(({ from, to }) => from <= ts && to > ts)?.to ?? []);
  const boundaries = [...new Set(ends)].sort((a, b) => a - b);
  return boundaries.slice(1).map((to, place) => ({
    scriptMs: within(script, boundaries[place]!, to, ({ cpu }) => cpu),
    scriptWallMs: within(script, boundaries[place]!, to, wall),
    threadMs: within(tasks, boundaries[place]!, to, wall),
  }));
}

/** Spans that lie in no other one. */
function outermost(events: readonly TraceEvent[]): readonly Span[] {
  const spans: Span[] = [];
  const sorted = [...events].sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  let end = -Infinity;
  for (const { ts, dur = 0, tdur = dur } of sorted) {
    if (ts < end) continue;
    end = ts + dur;
    spans.push({ from: ts, to: end, cpu: tdur });
  }
  return spans;
}

const wall = ({ from, to }: Span): number => to - from;

/** @returns ms */
function within(spans: readonly Span[], from: number, to: number, read: (span: Span) => number): number {
  const inside = spans.filter((span) => span.from >= from && span.to <= to);
  return inside.reduce((sum, span) => sum + read(span), 0) / US_PER_MS;
}
