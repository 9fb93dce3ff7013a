import { ProfileBuilder } from '../../model/profile-builder.ts';
import { EMPTY_STACK, NO_PARENT, type NewProfile } from '../../model/profile.ts';
import type { JfrChunk } from './jfr-chunk.ts';
import type { JfrEventKind } from './jfr-event-kinds.ts';
import { JfrStacks } from './jfr-stacks.ts';
import { ConstantRef, numberIn, type JfrRecord, type JfrValue } from './jfr-values.ts';

const NS_PER_US = 1000;

/** The events of one kind, of all chunks. */
export class JfrProfile {
  readonly kind: JfrEventKind;
  private readonly builder: ProfileBuilder;
  private readonly threads = new Map<string, number>();
  private earliestUs = Infinity;
  private latestUs = -Infinity;
  private chunk: JfrChunk | null = null;
  private stacks: JfrStacks | null = null;
  private threadKeys = new Map<number | string, number>();

  constructor(kind: JfrEventKind) {
    this.kind = kind;
    this.builder = new ProfileBuilder(kind.weights, true);
  }

  /** There are samples, and at least one of them has a stack. */
  get hasStacks(): boolean {
    return this.builder.stacks.count > 0;
  }

  get warnings(): ProfileBuilder['warnings'] {
    return this.builder.warnings;
  }

  /** @param name of the event */
  add(chunk: JfrChunk, name: string, event: JfrRecord): void {
    if (chunk !== this.chunk || this.stacks === null) {
      this.chunk = chunk;
      this.stacks = new JfrStacks(chunk, this.builder);
      this.threadKeys = new Map();
    }
    const stack = this.stacks.stackOf(event.get('stackTrace'));
    const thread = this.threadOf(event.get('sampledThread') ?? event.get('eventThread'));
    const instant = chunk.instantOf(numberIn(event, 'startTime') ?? chunk.header.startTicks);
    this.earliestUs = Math.min(this.earliestUs, instant);
    this.latestUs = Math.max(this.latestUs, instant);
    this.builder.sample(
      instant,
      thread,
      stack === NO_PARENT ? EMPTY_STACK : stack,
      ...this.kind.weigh(event, chunk, name),
    );
  }

  /** @param periodNs that a sample stands for; null where the recording does not say */
  finish(facts: {
    readonly name: string;
    readonly startUs: number;
    readonly endUs: number;
    readonly periodNs: number | null;
    readonly tool: string;
  }): NewProfile {
    // What began before the recording, and ended in it, is in it.
    const startUs = Math.min(facts.startUs, this.earliestUs);
    const endUs = Math.max(facts.endUs, this.latestUs);
    const profile = this.builder.finish({
      name: facts.name,
      startedAtUs: startUs,
      durationUs: endUs - startUs,
      intervalUs: facts.periodNs === null ? null : facts.periodNs / NS_PER_US,
      tool: facts.tool,
    });
    const { samples } = profile;
    const weighing = samples.weights.findIndex((column) => column.some((weight) => weight !== 0));
    const defaultWeight = Math.max(0, weighing);
    const { time } = samples;
    if (time !== null) for (let i = 0; i < time.length; i++) time[i] = time[i]! - startUs;
    const { periodWeight } = this.kind;
    if (periodWeight === undefined || facts.periodNs === null) return { ...profile, defaultWeight };
    const period = facts.periodNs;
    return {
      ...profile,
      defaultWeight,
      weightTypes: [...profile.weightTypes, { name: periodWeight, unit: 'ns' }],
      samples: {
        ...samples,
        weights: [...samples.weights, samples.weights[0]!.map((count) => count * period)],
      },
    };
  }

  private threadOf(value: JfrValue | undefined): number {
    if (!(value instanceof ConstantRef)) return this.threadNamed(this.chunk!.constants.recordOf(value));
    let place = this.threadKeys.get(value.key);
    if (place === undefined) {
      place = this.threadNamed(this.chunk!.constants.recordOf(value));
      this.threadKeys.set(value.key, place);
    }
    return place;
  }

  private threadNamed(thread: JfrRecord | null): number {
    const { constants } = this.chunk!;
    const javaName = thread === null ? null : constants.textOf(thread.get('javaName'));
    const osName = thread === null ? null : constants.textOf(thread.get('osName'));
    const osId = thread === null ? null : numberIn(thread, 'osThreadId');
    const javaId = thread === null ? null : numberIn(thread, 'javaThreadId');
    const threadId = osId !== null && osId > 0 ? osId : null;
    const name = [javaName, osName].find((own) => own !== null && own !== '') ?? 'all threads';
    const key = `${threadId} ${javaId} ${name}`;
    let place = this.threads.get(key);
    if (place === undefined) {
      place = this.builder.addThread(name, { threadId });
      this.threads.set(key, place);
    }
    return place;
  }
}
