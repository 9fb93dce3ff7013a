import { AppError } from '#shared/contract/errors.ts';
import { ProfileBuilder } from '../../model/profile-builder.ts';
import { NO_PARENT, type NewProfile, type WeightType } from '../../model/profile.ts';
import { CallGraph } from '../call-graph/call-graph.ts';
import { addCallPaths } from '../call-graph/call-paths.ts';
import type { StackprofFrame } from './stackprof-frame.ts';

export interface StackprofTables {
  readonly name: string;
  readonly cut: boolean;
  /** wall, cpu: interval in µs. object: every how many allocations. custom: no interval. */
  readonly mode: string;
  readonly interval: number;
  readonly version: number | null;
  readonly missed: number;
  readonly frames: ReadonlyMap<string, StackprofFrame>;
  /** Length, frames root first, count; again and again. Empty: only figures by frame were kept. */
  readonly raw: Float64Array;
  /** µs between samples. */
  readonly deltas: Float64Array;
}

const NS_PER_US = 1000;
/** A longer stack is none: Ruby ends a program before that. */
const DEEPEST = 1_000_000;

const samples: WeightType = { name: 'samples', unit: 'samples' };

/** @throws {AppError} `file-damaged` */
export function stackprofProfile(tables: StackprofTables): NewProfile {
  const { mode, raw, deltas, interval } = tables;
  const isTime = mode === 'wall' || mode === 'cpu';
  const main: readonly WeightType[] = isTime
    ? [{ name: mode, unit: 'ns' }, samples]
    : mode === 'object'
      ? [{ name: 'objects', unit: 'count' }, samples]
      : [samples];
  const timed = raw.length > 0 && deltas.length > 0;
  const builder = new ProfileBuilder(main, timed);
  if (tables.cut)
    builder.warnings.add('cut-short', 'The file ends in the middle; what came before was read.');
  if (tables.missed > 0)
    builder.warnings.add('samples-missed', 'Ruby was too busy for samples that were due.', tables.missed);
  const thread = builder.addThread('all threads');
  let elapsedUs = 0;
  if (raw.length > 0) elapsedUs = addRaw(tables, builder, thread, isTime, main.length);
  else addAggregated(tables, builder, thread, isTime, main.length);
  if (builder.sampleCount === 0) {
    throw new AppError('file-damaged', 'There is no sample in this stackprof file.', {
      hint: 'Record for longer, or with a shorter interval.',
    });
  }
  return builder.finish({
    name: tables.name,
    intervalUs: isTime ? interval : null,
    durationUs: timed ? elapsedUs : null,
    tool: 'stackprof',
  });
}

/** What a run of `count` samples weighs. Wall time is what passed; CPU time ticks once per interval of it. */
function weightsOf(
  { mode, interval }: StackprofTables,
  isTime: boolean,
  types: number,
  count: number,
  passedUs: number | null,
): number[] {
  if (types === 1) return [count];
  if (!isTime) return [count * interval, count];
  const us = mode === 'wall' && passedUs !== null ? passedUs : count * interval;
  return [us * NS_PER_US, count];
}

/** @returns µs that passed */
function addRaw(
  tables: StackprofTables,
  builder: ProfileBuilder,
  thread: number,
  isTime: boolean,
  types: number,
): number {
  const { raw, deltas, frames } = tables;
  const places = new Map<number, number>();
  const frameOf = (id: number): number => {
    let place = places.get(id);
    if (place === undefined) {
      place = builder.frames.idOf(frames.get(String(id))?.frame ?? { name: '(unknown)' });
      places.set(id, place);
    }
    return place;
  };
  let elapsed = 0;
  let tick = 0;
  for (let at = 0; at < raw.length;) {
    const depth = raw[at]!;
    const end = at + 1 + depth;
    const count = raw[end];
    if (!Number.isInteger(depth) || depth < 0 || depth > DEEPEST || count === undefined || !(count >= 0)) {
      builder.warnings.add(
        'raw-cut',
        'The list of stacks makes no sense from some place on; what came before was read.',
      );
      break;
    }
    let stack = NO_PARENT;
    for (let i = at + 1; i < end; i++) stack = builder.stacks.childOf(stack, frameOf(raw[i]!));
    let passed = 0;
    for (const last = Math.min(deltas.length, tick + count); tick < last; tick++)
      passed += Math.max(0, deltas[tick]!);
    const known = deltas.length > 0 ? passed : null;
    builder.sample(elapsed, thread, stack, ...weightsOf(tables, isTime, types, count, known));
    elapsed += passed;
    at = end + 1;
  }
  return elapsed;
}

function addAggregated(
  tables: StackprofTables,
  builder: ProfileBuilder,
  thread: number,
  isTime: boolean,
  types: number,
): void {
  const graph = new CallGraph(types);
  const functions = new Map<string, number>();
  for (const [id, { frame, samples: count }] of tables.frames) {
    const own = graph.addFunction(builder.frames.idOf(frame));
    functions.set(id, own);
    for (const [weight, cost] of weightsOf(tables, isTime, types, count, null).entries())
      graph.addSelf(own, weight, cost);
  }
  for (const [id, { edges }] of tables.frames)
    for (const [called, count] of edges) {
      const to = functions.get(called);
      if (to !== undefined)
        graph.addCall(functions.get(id)!, to, weightsOf(tables, isTime, types, count, null));
    }
  addCallPaths(builder, graph, thread);
}
