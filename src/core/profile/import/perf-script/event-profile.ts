import { ProfileBuilder } from '../../model/profile-builder.ts';
import { EMPTY_STACK, NO_PARENT, type NewProfile, type WeightUnit } from '../../model/profile.ts';
import type { WarningList } from '../../model/warning-list.ts';
import type { EventLine } from './event-line.ts';
import { framesOfLine, type FrameLine } from './frame-line.ts';

const US_PER_SECOND = 1e6;
const NS_PER_SECOND = 1e9;
const NS_PER_US = 1000;
/** Most lines repeat; beyond this they are parsed again rather than kept. */
const KEPT_LINES = 100_000;

/** What the period of an event counts, by its name without modifiers. */
function unitOf(event: string): WeightUnit {
  const bare = event.replace(/^\w+\/(.*)\/\w*$/u, '$1').replace(/:[a-zA-Z]+$/u, '');
  if (bare === 'cpu-clock' || bare === 'task-clock' || bare === 'cpu_clock') return 'ns';
  if (bare === 'cycles' || bare === 'cpu-cycles') return 'cycles';
  return bare === 'instructions' ? 'instructions' : 'count';
}

/** perf prints whole ns at most: the rest comes from subtracting. */
function toUs(seconds: number): number {
  return Math.round(seconds * NS_PER_SECOND) / NS_PER_US;
}

/** The samples of one event: those of different events must not be added up. */
export class EventProfile {
  private readonly event: string;
  private readonly unit: WeightUnit;
  private readonly hasPeriod: boolean;
  private readonly timed: boolean;
  private readonly builder: ProfileBuilder;
  private readonly threads = new Map<string, number>();
  private readonly frames = new Map<string, readonly number[]>();
  private readonly periods = new Set<number>();
  private earliest = Infinity;
  private latest = -Infinity;

  constructor(first: EventLine) {
    this.event = first.event;
    this.unit = unitOf(first.event);
    this.hasPeriod = first.period !== null;
    this.timed = first.seconds !== null;
    const samples = { name: 'samples', unit: 'samples' } as const;
    this.builder = new ProfileBuilder(
      this.hasPeriod ? [{ name: first.event, unit: this.unit }, samples] : [samples],
      this.timed,
    );
  }

  /** s; Infinity without time. */
  get startSeconds(): number {
    return this.earliest;
  }

  /** For what is wrong with the file as a whole, too. */
  get warnings(): WarningList {
    return this.builder.warnings;
  }

  /** Functions of a frame, outermost first. */
  framesOf(line: FrameLine): readonly number[] {
    const key = `${line.symbol}\n${line.module}`;
    let frames = this.frames.get(key);
    if (frames === undefined) {
      frames = framesOfLine(line).map((frame) => this.builder.frames.idOf(frame));
      if (this.frames.size === KEPT_LINES) this.frames.clear();
      this.frames.set(key, frames);
    }
    return frames;
  }

  /** @param lines frames line by line, leaf first */
  add(head: EventLine, lines: readonly (readonly number[])[]): void {
    const { builder } = this;
    let stack = NO_PARENT;
    for (let i = lines.length - 1; i >= 0; i--)
      for (const frame of lines[i]!) stack = builder.stacks.childOf(stack, frame);
    const seconds = head.seconds ?? 0;
    if (this.timed) {
      this.earliest = Math.min(this.earliest, seconds);
      this.latest = Math.max(this.latest, seconds);
    }
    const thread = this.threadOf(head);
    const at = stack === NO_PARENT ? EMPTY_STACK : stack;
    if (!this.hasPeriod) {
      builder.sample(seconds, thread, at, 1);
      return;
    }
    if (head.period === null)
      builder.warnings.add('period-missing', 'Samples without a period weigh nothing in it.');
    else if (this.periods.size < 2) this.periods.add(head.period);
    builder.sample(seconds, thread, at, head.period ?? 0, 1);
  }

  /**
   * @param startSeconds where the time of the file begins
   * @param frequency samples per second that were asked for, as far as it is known
   */
  finish(facts: {
    readonly fileName: string;
    readonly alone: boolean;
    readonly startSeconds: number;
    readonly frequency: number | null;
    readonly tool: string;
  }): NewProfile {
    const profile = this.builder.finish({
      name: facts.alone ? facts.fileName : this.event,
      durationUs: this.timed ? toUs(this.latest - facts.startSeconds) : null,
      intervalUs: this.intervalUs(facts.frequency),
      tool: facts.tool,
    });
    const { time } = profile.samples;
    if (time !== null) for (let i = 0; i < time.length; i++) time[i] = toUs(time[i]! - facts.startSeconds);
    return profile;
  }

  /** A clock's period is time; it is the interval where it never changes. */
  private intervalUs(frequency: number | null): number | null {
    const [period] = this.periods;
    if (this.unit === 'ns' && this.periods.size === 1 && period! > 1) return period! / NS_PER_US;
    return frequency === null ? null : US_PER_SECOND / frequency;
  }

  private threadOf({ command, processId, threadId }: EventLine): number {
    const key = `${processId} ${threadId} ${command}`;
    let place = this.threads.get(key);
    if (place === undefined) {
      const name = command === '' ? `thread ${threadId}` : command;
      place = this.builder.addThread(name, { threadId, processId });
      this.threads.set(key, place);
    }
    return place;
  }
}
