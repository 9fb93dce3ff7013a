import { AppError } from '#shared/contract/errors.ts';
import type { ProfileBuilder } from '../../model/profile-builder.ts';
import { EMPTY_STACK } from '../../model/profile.ts';
import { isObject, listOf, numberOf, objectOf, textOf } from '../json/json-fields.ts';
import { geckoFrame, processedFrame } from './firefox-frame.ts';

export interface FirefoxThread {
  readonly tables: Readonly<Record<string, unknown>>;
  /** Tables of all threads, in newer processed versions. */
  readonly shared: Readonly<Record<string, unknown>>;
  /** For messages. */
  readonly version: string;
}

/** Samples of a thread; stacks are those of the builder. */
export interface ThreadSamples {
  readonly name: string;
  readonly threadId: number | null;
  readonly processId: number | null;
  readonly processName: string | null;
  readonly count: number;
  /** Since the start of its process. */
  readonly timeMs: Float64Array;
  readonly stack: Int32Array;
  /** Of the processor since the sample before, in the unit of the file; null when it was not recorded. */
  readonly cpuDelta: Float64Array | null;
  readonly weight: Float64Array | null;
}

/** A table by rows with a schema (Gecko) or by columns (processed), read as columns. Rows may end early. */
type Columns = (name: string) => readonly unknown[] | null;

function columnsOf(value: unknown): Columns | null {
  if (!isObject(value)) return null;
  const { schema, data } = value;
  if (!isObject(schema) || !Array.isArray(data)) {
    return (name) => (Array.isArray(value[name]) ? (value[name] as readonly unknown[]) : null);
  }
  return (name) => {
    const place = numberOf(schema[name]);
    return place === null ? null : data.map((row: unknown) => listOf(row)[place] ?? null);
  };
}

/** @throws {AppError} `file-damaged` when tables of the version are not where they are known to be */
export function readFirefoxThread(thread: FirefoxThread, builder: ProfileBuilder): ThreadSamples {
  const { tables } = thread;
  const samples = columnsOf(tables['samples'])!;
  const stacks = resolveStacks(thread, builder);
  const stackColumn = samples('stack') ?? [];
  const count = stackColumn.length;
  return {
    name: textOf(tables['name']) ?? 'thread',
    threadId: idOf(tables['tid']),
    processId: idOf(tables['pid']),
    processName: textOf(tables['processName']) ?? textOf(tables['processType']),
    count,
    timeMs: instants(samples, count),
    stack: Int32Array.from(stackColumn, (stack) => stacks[numberOf(stack) ?? -1] ?? EMPTY_STACK),
    cpuDelta: optional(samples('threadCPUDelta')),
    weight: optional(samples('weight')),
  };
}

function instants(samples: Columns, count: number): Float64Array {
  const time = samples('time');
  const times = new Float64Array(count);
  if (time !== null) {
    for (let i = 0; i < count; i++) times[i] = numberOf(time[i]) ?? times[i - 1] ?? 0;
    return times;
  }
  const deltas = samples('timeDeltas') ?? [];
  let now = 0;
  for (let i = 0; i < count; i++) times[i] = now += numberOf(deltas[i]) ?? 0;
  return times;
}

function optional(column: readonly unknown[] | null): Float64Array | null {
  return column === null ? null : Float64Array.from(column, (value) => numberOf(value) ?? 0);
}

function idOf(value: unknown): number | null {
  return numberOf(typeof value === 'string' && value !== '' ? Number(value) : value);
}

/** Stacks of the builder by place in the thread's own table; {@link EMPTY_STACK} for the root. */
function resolveStacks({ tables, shared, version }: FirefoxThread, builder: ProfileBuilder): Int32Array {
  const table = (name: string): unknown => tables[name] ?? shared[name];
  const stackTable = columnsOf(table('stackTable'));
  const prefix = stackTable?.('prefix') ?? null;
  const stackFrames = stackTable?.('frame') ?? null;
  const strings = Array.isArray(tables['stringTable'])
    ? listOf(tables['stringTable'])
    : listOf(table('stringArray'));
  const frameTable = columnsOf(table('frameTable'));
  const frameAt = frameTable === null ? null : framesOf(frameTable, table, strings, builder);
  if (prefix === null || stackFrames === null || frameAt === null) {
    throw new AppError(
      'file-damaged',
      `This Firefox profile (${version}) keeps its stacks in an unknown way.`,
      {
        hint: 'Open it in profiler.firefox.com, which converts every version, and save it from there.',
      },
    );
  }
  const stacks = new Int32Array(prefix.length).fill(EMPTY_STACK);
  for (let i = 0; i < prefix.length; i++) {
    const above = numberOf(prefix[i]);
    const frame = frameAt(numberOf(stackFrames[i]) ?? -1);
    const parent = above === null || above >= i ? EMPTY_STACK : (stacks[above] ?? EMPTY_STACK);
    // Every stack begins with a root that is no function.
    stacks[i] = frame === null ? parent : builder.stacks.childOf(parent, frame);
  }
  return stacks;
}

/** Frames of the builder by place in the thread's table; null for `(root)`. Null when a needed table is not there. */
function framesOf(
  frameTable: Columns,
  table: (name: string) => unknown,
  strings: readonly unknown[],
  builder: ProfileBuilder,
): ((place: number) => number | null) | null {
  const text = (place: unknown): string | null => textOf(strings[numberOf(place) ?? -1]);
  const locations = frameTable('location');
  const known = new Map<number, number | null>();
  let make: (place: number) => ReturnType<typeof geckoFrame>;
  if (locations !== null) {
    make = (place) => geckoFrame(text(locations[place]) ?? '');
  } else {
    const funcs = frameTable('func');
    const funcTable = columnsOf(table('funcTable'));
    const names = funcTable?.('name') ?? null;
    if (funcs === null || funcTable === null || names === null) return null;
    const resources = funcTable('resource');
    const resourceNames = columnsOf(table('resourceTable'))?.('name') ?? [];
    const files = funcTable('fileName');
    const sources = funcTable('source');
    const sourceFiles = columnsOf(objectOf(table('sources')))?.('filename') ?? [];
    const isJs = funcTable('isJS');
    const lines = funcTable('lineNumber');
    const columns = funcTable('columnNumber');
    const depths = frameTable('inlineDepth');
    make = (place) => {
      const func = numberOf(funcs[place]) ?? -1;
      return processedFrame({
        name: text(names[func]) ?? '',
        file: text(files?.[func]) ?? text(sourceFiles[numberOf(sources?.[func]) ?? -1]),
        resource: text(resourceNames[numberOf(resources?.[func]) ?? -1]),
        isJs: isJs?.[func] === true,
        line: numberOf(lines?.[func]),
        column: numberOf(columns?.[func]),
        inlined: (numberOf(depths?.[place]) ?? 0) > 0,
      });
    };
  }
  return (place) => {
    let id = known.get(place);
    if (id === undefined) {
      const frame = make(place);
      id = frame === null ? null : builder.frames.idOf(frame);
      known.set(place, id);
    }
    return id;
  };
}
