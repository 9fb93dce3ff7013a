import { ProfileBuilder } from '../../model/profile-builder.ts';
import { EMPTY_STACK, NO_PARENT, type NewProfile } from '../../model/profile.ts';
import { isObject, textOf } from '../json/json-fields.ts';
import type { TraceFacts } from './cpu-tracks.ts';
import { namedPlace } from './named-place.ts';
import { traceNumber, traceThread, type TraceThread } from './thread-names.ts';

const NS_PER_US = 1000;
/** Deeper stacks are circles. */
const MAX_DEPTH = 100_000;

interface Sample {
  readonly thread: TraceThread;
  readonly timeUs: number;
  readonly frame: string;
}

/** `samples` that name an entry of `stackFrames`: Hermes, and Chrome long ago. A sample weighs the time until the next. */
export class StackFrameSamples {
  private frames: Readonly<Record<string, unknown>> = {};
  private readonly samples: Sample[] = [];

  addFrames(value: unknown): void {
    if (isObject(value)) this.frames = value;
  }

  addSample(sample: Readonly<Record<string, unknown>>): void {
    const frame = sample['sf'];
    const timeUs = traceNumber(sample['ts']);
    if (timeUs === null || (typeof frame !== 'number' && typeof frame !== 'string')) return;
    this.samples.push({ thread: traceThread(sample), timeUs, frame: String(frame) });
  }

  /** Null when there are no samples. */
  finish({ name, names, warnings }: TraceFacts): NewProfile | null {
    const { samples } = this;
    if (samples.length === 0) return null;
    samples.sort((a, b) => a.timeUs - b.timeUs);
    const first = samples[0]!.timeUs;
    const last = samples.at(-1)!.timeUs;
    const builder = new ProfileBuilder([{ name: 'time', unit: 'ns' }], true);
    const stackOf = this.stackResolver(builder);
    const byThread = new Map<string, Sample[]>();
    for (const sample of samples) {
      const key = `${sample.thread.pid} ${sample.thread.tid}`;
      const own = byThread.get(key);
      if (own === undefined) byThread.set(key, [sample]);
      else own.push(sample);
    }
    for (const own of byThread.values()) {
      const thread = names.thread(own[0]!.thread);
      const place = builder.addThread(thread.name, thread);
      for (const [i, { timeUs, frame }] of own.entries()) {
        const next = own[i + 1]?.timeUs ?? timeUs;
        builder.sample(timeUs - first, place, stackOf(frame), (next - timeUs) * NS_PER_US);
      }
    }
    for (const { code, message, count } of warnings.list()) builder.warnings.add(code, message, count);
    return builder.finish({ name, durationUs: last - first });
  }

  private stackResolver(builder: ProfileBuilder): (id: string) => number {
    const known = new Map<string, number>();
    return (id) => {
      const path: string[] = [];
      let at: string | null = id;
      while (at !== null && !known.has(at) && path.length < MAX_DEPTH) {
        const entry: unknown = this.frames[at];
        if (!isObject(entry)) break;
        path.push(at);
        const parent: unknown = entry['parent'];
        at = typeof parent === 'number' || typeof parent === 'string' ? String(parent) : null;
      }
      let stack = (at === null ? undefined : known.get(at)) ?? NO_PARENT;
      for (const own of path.toReversed()) {
        const entry = this.frames[own] as Readonly<Record<string, unknown>>;
        stack = builder.stacks.childOf(stack, builder.frames.idOf(namedPlace(textOf(entry['name']) ?? '')));
        known.set(own, stack);
      }
      return stack === NO_PARENT ? EMPTY_STACK : stack;
    };
  }
}
