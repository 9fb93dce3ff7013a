import { AppError } from '#shared/contract/errors.ts';
import type { NewFrame } from '../../model/frame-interner.ts';
import { ProfileBuilder } from '../../model/profile-builder.ts';
import { EMPTY_STACK, NO_PARENT, type NewProfile, type WeightType } from '../../model/profile.ts';
import type { LocationStacks } from './location-stacks.ts';
import type { Label, Location, Mapping, PprofFunction, SampleColumns, ValueType } from './messages.ts';

/** What a file holds, as it was read. */
export interface PprofTables {
  readonly sampleTypes: ValueType[];
  readonly samples: SampleColumns;
  readonly mappings: Map<number, Mapping>;
  readonly locations: Map<number, Location>;
  readonly functions: Map<number, PprofFunction>;
  readonly texts: string[];
  /** Labels by number of a thread. */
  readonly threadLabels: (readonly Label[])[];
  /** Plain fields of the profile by field number. */
  readonly numbers: Map<number, number>;
  periodType?: ValueType;
}

const TIME_NANOS = 9;
const DURATION_NANOS = 10;
const PERIOD = 12;
const DEFAULT_SAMPLE_TYPE = 14;
const NS_PER_US = 1000;

/** Names of labels that tell threads apart, as Datadog's and other profilers write them. */
const threadNameKeys = new Set(['thread name', 'thread_name', 'thread']);
const threadIdKeys = new Set(['thread id', 'thread_id', 'tid']);

const timeScales: Readonly<Record<string, number>> = {
  nanoseconds: 1,
  ns: 1,
  microseconds: 1e3,
  us: 1e3,
  milliseconds: 1e6,
  ms: 1e6,
  seconds: 1e9,
  s: 1e9,
};

/** @throws {AppError} `file-damaged` */
export function pprofProfile(tables: PprofTables, name: string, cut: boolean): NewProfile {
  const { samples, numbers } = tables;
  const text = (place: number): string => tables.texts[place] ?? '';
  const types = tables.sampleTypes.map(({ type, unit }) => weightOf(text(type), text(unit)));
  if (types.length === 0) {
    throw new AppError('file-damaged', 'This pprof profile does not say what its samples weigh.', {
      hint: 'Fetch or copy it again.',
    });
  }
  const builder = new ProfileBuilder(
    types.map(({ weight }) => weight),
    false,
  );
  if (cut) builder.warnings.add('cut-short', 'The file ends in the middle; what came before was read.');
  const threads = threadPlaces(tables, builder, text);
  const frames = locationFrames(tables, builder, text);
  const sums = addSamples(
    samples,
    types.map(({ scale }) => scale),
    threads,
    frameStacks(samples.stacks, builder, frames),
    builder,
  );
  const time = numbers.get(TIME_NANOS) ?? 0;
  const duration = numbers.get(DURATION_NANOS) ?? 0;
  const period = numbers.get(PERIOD) ?? 0;
  const periodScale = timeScales[text(tables.periodType?.unit ?? 0)];
  return builder.finish({
    name,
    defaultWeight: defaultType(tables, sums, text),
    startedAtUs: time > 0 ? Math.floor(time / NS_PER_US) : null,
    durationUs: duration > 0 ? duration / NS_PER_US : null,
    intervalUs: period > 0 && periodScale !== undefined ? (period * periodScale) / NS_PER_US : null,
  });
}

/** What the file says, else the last, as pprof does; unless that weighs nothing and another one does. */
function defaultType(
  { sampleTypes, numbers }: PprofTables,
  sums: readonly number[],
  text: (place: number) => string,
): number {
  const wanted = text(numbers.get(DEFAULT_SAMPLE_TYPE) ?? 0);
  const said = wanted === '' ? -1 : sampleTypes.findIndex(({ type }) => text(type) === wanted);
  if (said >= 0) return said;
  const last = sampleTypes.length - 1;
  if (sums[last] !== 0) return last;
  return Math.max(
    0,
    sums.findIndex((sum) => sum !== 0),
  );
}

function weightOf(type: string, unit: string): { weight: WeightType; scale: number } {
  const scale = timeScales[unit];
  const name = type === '' ? (unit === '' ? 'value' : unit) : type;
  if (scale !== undefined) return { weight: { name, unit: 'ns' }, scale };
  if (unit === 'bytes' || unit === 'byte') return { weight: { name, unit: 'bytes' }, scale: 1 };
  if (unit === 'cycles' || unit === 'instructions') return { weight: { name, unit }, scale: 1 };
  return { weight: { name, unit: type === 'samples' || type === 'sample' ? 'samples' : 'count' }, scale: 1 };
}

/** Place of a thread of the builder by number of labels. */
function threadPlaces(
  { threadLabels }: PprofTables,
  builder: ProfileBuilder,
  text: (place: number) => string,
): readonly number[] {
  const places = new Map<string, number>();
  return threadLabels.map((labels) => {
    const named = labels.find(({ key }) => threadNameKeys.has(text(key)));
    const numbered = labels.find(({ key }) => threadIdKeys.has(text(key)));
    const name = named === undefined ? null : text(named.text) || String(named.number);
    const id = numbered === undefined ? null : Number(text(numbered.text) || numbered.number);
    const key = `${name} ${id}`;
    let place = places.get(key);
    if (place === undefined) {
      const title = name ?? (id === null ? 'all threads' : `thread ${id}`);
      place = builder.addThread(title, { threadId: Number.isFinite(id) ? id : null });
      places.set(key, place);
    }
    return place;
  });
}

/**
 * What was read becomes samples of the profile, and is let go of.
 * @param scales by sample type
 * @returns the sum of the weights of each sample type
 */
function addSamples(
  samples: SampleColumns,
  scales: readonly number[],
  threads: readonly number[],
  stackOf: Int32Array,
  builder: ProfileBuilder,
): readonly number[] {
  const stacks = samples.stack.take();
  const values = samples.values.take();
  const valueEnds = samples.valueEnds.take();
  const threadOf = samples.threads.take();
  const sums = scales.map(() => 0);
  const weights = scales.map(() => 0);
  let misfits = 0;
  for (let i = 0; i < stacks.length; i++) {
    const firstValue = i === 0 ? 0 : valueEnds[i - 1]!;
    const end = valueEnds[i]!;
    if (end - firstValue !== scales.length) misfits++;
    for (let type = 0; type < scales.length; type++) {
      weights[type] = firstValue + type < end ? values[firstValue + type]! * scales[type]! : 0;
      sums[type]! += weights[type]!;
    }
    const stack = stacks[i]!;
    builder.sample(
      0,
      threads[threadOf[i]!]!,
      stack === NO_PARENT ? EMPTY_STACK : stackOf[stack]!,
      ...weights,
    );
  }
  if (misfits > 0)
    builder.warnings.add(
      'values-missing',
      'Samples have not as many values as there are sample types.',
      misfits,
    );
  return sums;
}

/** Stacks of frames by stacks of locations. */
function frameStacks(
  locationStacks: LocationStacks,
  builder: ProfileBuilder,
  framesOfLocation: (id: number) => readonly number[],
): Int32Array {
  const { count, parent, frame } = locationStacks.finish();
  const stackOf = new Int32Array(count);
  for (let own = 0; own < count; own++) {
    let stack = parent[own]! < 0 ? NO_PARENT : stackOf[parent[own]!]!;
    for (const each of framesOfLocation(locationStacks.idOf(frame[own]!)))
      stack = builder.stacks.childOf(stack, each);
    stackOf[own] = stack;
  }
  return stackOf;
}

/** Frames of a location, outermost first: it has several where functions are inlined. */
function locationFrames(
  tables: PprofTables,
  builder: ProfileBuilder,
  text: (place: number) => string,
): (id: number) => readonly number[] {
  const known = new Map<number, readonly number[]>();
  return (id) => {
    let frames = known.get(id);
    if (frames === undefined) {
      frames = framesOf(id, tables, text).map((frame) => builder.frames.idOf(frame));
      known.set(id, frames);
    }
    return frames;
  };
}

function framesOf(id: number, tables: PprofTables, text: (place: number) => string): readonly NewFrame[] {
  const location = tables.locations.get(id);
  if (location === undefined) return [{ name: '[unknown]' }];
  const mapping = tables.mappings.get(location.mappingId);
  const module = mapping === undefined ? '' : text(mapping.file);
  const kind = module.startsWith('[kernel') ? 'kernel' : 'program';
  const frames = location.lines
    .map(({ functionId }, place): NewFrame | null => {
      const own = tables.functions.get(functionId);
      const name = own === undefined ? '' : text(own.name) || text(own.systemName);
      if (own === undefined || name === '') return null;
      const inlined = place < location.lines.length - 1;
      return { name, file: text(own.file), line: own.startLine, module, kind, inlined };
    })
    .filter((frame) => frame !== null)
    .reverse();
  return frames.length > 0 ? frames : [addressFrame(location.address, module)];
}

/** Without symbols: where in which file. */
function addressFrame(address: number, module: string): NewFrame {
  if (address === 0)
    return { name: module === '' ? '[unknown]' : `[${baseName(module)}]`, module, kind: 'native' };
  const hex = `0x${address.toString(16)}`;
  return { name: module === '' ? hex : `${baseName(module)}+${hex}`, module, kind: 'native' };
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
