import { AppError } from '#shared/contract/errors.ts';
import { Float64Column, Int32Column } from '../../model/growing-column.ts';
import { ProfileBuilder } from '../../model/profile-builder.ts';
import { EMPTY_STACK, NO_PARENT, type NewProfile, type WeightType } from '../../model/profile.ts';
import { isObject, listOf, numberOf, objectOf, textOf } from '../json/json-fields.ts';

interface FileFacts {
  readonly fallbackName: string;
  readonly frames: readonly unknown[];
  readonly exporter: string | null;
}

/** How many of our units one of the file's is, and how many µs; null without time. */
interface Unit {
  readonly weight: WeightType;
  readonly scale: number;
  readonly us: number | null;
}

const TIME: WeightType = { name: 'time', unit: 'ns' };
const units: Readonly<Record<string, Unit>> = {
  nanoseconds: { weight: TIME, scale: 1, us: 1e-3 },
  microseconds: { weight: TIME, scale: 1e3, us: 1 },
  milliseconds: { weight: TIME, scale: 1e6, us: 1e3 },
  seconds: { weight: TIME, scale: 1e9, us: 1e6 },
  bytes: { weight: { name: 'bytes', unit: 'bytes' }, scale: 1, us: null },
  none: { weight: { name: 'samples', unit: 'samples' }, scale: 1, us: null },
};

const CLOSE = 0;
const OPEN = 1;

/** One of the `profiles` of a file, collected member by member: the frames may come before or after it. */
export class SpeedscopeProfile {
  private readonly members = new Map<string, unknown>();
  private readonly eventKind = new Int32Column();
  private readonly eventAt = new Float64Column();
  private readonly eventFrame = new Int32Column();
  /** Frames of all samples behind each other, and where each ends. */
  private readonly sampleFrames = new Int32Column();
  private readonly sampleEnds = new Float64Column();
  private readonly weights = new Float64Column();

  /** Nothing of a profile was met. */
  get unset(): boolean {
    return this.members.size === 0 && !this.recorded;
  }

  /** There are samples or events. */
  get recorded(): boolean {
    return this.eventKind.length > 0 || this.sampleEnds.length > 0;
  }

  set(key: string, value: unknown): void {
    this.members.set(key, value);
  }

  add(key: string, elements: readonly unknown[]): void {
    if (key === 'events') for (const event of elements) this.addEvent(event);
    else if (key === 'weights') for (const weight of elements) this.weights.push(numberOf(weight) ?? 0);
    else for (const sample of elements) this.addSample(sample);
  }

  finish({ fallbackName, frames, exporter }: FileFacts, place: number): NewProfile {
    const unit = units[textOf(this.members.get('unit')) ?? 'none'] ?? units['none']!;
    const name =
      textOf(this.members.get('name')) ?? (place === 0 ? fallbackName : `${fallbackName} (${place + 1})`);
    const builder = new ProfileBuilder([unit.weight], unit.us !== null);
    builder.addThread(name);
    const frameIds = frames.map((frame) => builder.frames.idOf(frameOf(frame)));
    const frameAt = (index: number): number => {
      const id = frameIds[index];
      if (id === undefined) throw refusal(`it names frame ${index} of ${frameIds.length}`, name);
      return id;
    };
    if (this.eventKind.length > 0) this.readEvents(builder, unit, frameAt, name);
    else this.readSamples(builder, unit, frameAt);
    const start = numberOf(this.members.get('startValue'));
    const end = numberOf(this.members.get('endValue'));
    const durationUs = start === null || end === null || unit.us === null ? null : (end - start) * unit.us;
    return builder.finish({ name, durationUs, tool: exporter });
  }

  private addEvent(event: unknown): void {
    const { type, at, frame } = objectOf(event);
    if (type !== 'O' && type !== 'C') return;
    this.eventKind.push(type === 'O' ? OPEN : CLOSE);
    this.eventAt.push(numberOf(at) ?? Number.NaN);
    this.eventFrame.push(numberOf(frame) ?? -1);
  }

  private addSample(sample: unknown): void {
    for (const frame of listOf(sample)) this.sampleFrames.push(numberOf(frame) ?? -1);
    this.sampleEnds.push(this.sampleFrames.length);
  }

  private readSamples(
    builder: ProfileBuilder,
    { scale, us }: Unit,
    frameAt: (index: number) => number,
  ): void {
    const frames = this.sampleFrames.take();
    const ends = this.sampleEnds.take();
    const weights = this.weights.take();
    if (weights.length !== ends.length) {
      builder.warnings.add(
        'samples-without-weight',
        'The file has not as many weights as samples; a sample without one counts nothing.',
        Math.abs(weights.length - ends.length),
      );
    }
    let now = 0;
    let at = 0;
    for (let i = 0; i < ends.length; i++) {
      let stack = NO_PARENT;
      for (; at < ends[i]!; at++) stack = builder.stacks.childOf(stack, frameAt(frames[at]!));
      const weight = weights[i] ?? 0;
      builder.sample(
        us === null ? 0 : now * us,
        0,
        stack === NO_PARENT ? EMPTY_STACK : stack,
        weight * scale,
      );
      now += weight;
    }
  }

  /** A sample per stretch between two events. */
  private readEvents(
    builder: ProfileBuilder,
    { scale, us }: Unit,
    frameAt: (index: number) => number,
    name: string,
  ): void {
    const kinds = this.eventKind.take();
    const instants = this.eventAt.take();
    const frames = this.eventFrame.take();
    const start = numberOf(this.members.get('startValue')) ?? instants[0] ?? 0;
    const open: number[] = [];
    let stack = NO_PARENT;
    let now = start;
    for (let i = 0; i < kinds.length; i++) {
      const at = instants[i]!;
      const frame = frameAt(frames[i]!);
      if (!(at >= now)) throw refusal(`the events are out of order (event ${i + 1})`, name);
      // Before the first function begins nothing was recorded.
      if (at > now && stack !== NO_PARENT)
        builder.sample(us === null ? 0 : (now - start) * us, 0, stack, (at - now) * scale);
      now = at;
      if (kinds[i] === OPEN) {
        open.push(stack);
        stack = builder.stacks.childOf(stack, frame);
      } else {
        const above = open.pop();
        if (above === undefined || builder.stacks.frameOf(stack) !== frame)
          throw refusal(`event ${i + 1} closes a function that is not the innermost`, name);
        stack = above;
      }
    }
    if (open.length > 0) throw refusal(`${open.length} functions are never closed`, name);
  }
}

function frameOf(value: unknown): {
  name: string;
  file: string | null;
  line: number | null;
  column: number | null;
} {
  if (!isObject(value)) return { name: '(unnamed)', file: null, line: null, column: null };
  const name = textOf(value['name']);
  return {
    name: name === null || name === '' ? '(unnamed)' : name,
    file: textOf(value['file']),
    line: numberOf(value['line']),
    column: numberOf(value['col']),
  };
}

function refusal(why: string, profile: string): AppError {
  return new AppError(
    'file-damaged',
    `The profile "${profile}" in this speedscope file makes no sense: ${why}.`,
    {
      hint: 'Its figures would be wrong. Record it again, or report it to the tool that wrote it.',
    },
  );
}
