import type { WeightType } from '../../model/profile.ts';
import type { JfrChunk } from './jfr-chunk.ts';
import { numberIn, type JfrRecord } from './jfr-values.ts';

/** Events that become one profile. */
export interface JfrEventKind {
  readonly id: string;
  readonly title: string;
  readonly events: readonly string[];
  readonly weights: readonly WeightType[];
  /** By weight type. */
  readonly weigh: (event: JfrRecord, chunk: JfrChunk, name: string) => readonly number[];
  /**
   * Each sample stands for the sampling period of its event, so that its time can be told: name of the weight. Without it
   * weights are measured.
   */
  readonly periodWeight?: string;
}

const samples: WeightType = { name: 'samples', unit: 'samples' };
const events: WeightType = { name: 'events', unit: 'count' };
const time = (name: string): WeightType => ({ name, unit: 'ns' });
const bytes = (name: string): WeightType => ({ name, unit: 'bytes' });

function durationNs(event: JfrRecord, chunk: JfrChunk): number {
  return Math.max(0, Math.round(chunk.durationOf(numberIn(event, 'duration') ?? 0)));
}

/** Datadog's samples stand for several that were thinned out. */
function sampleWeight(event: JfrRecord): number {
  const weight = numberIn(event, 'weight');
  return weight !== null && weight > 0 ? weight : 1;
}

function sizeIn(event: JfrRecord, ...names: readonly string[]): number {
  for (const name of names) {
    const size = numberIn(event, name);
    if (size !== null && size >= 0) return size;
  }
  return 0;
}

/**
 * What is read of a recording, in the order in which it is shown; everything else in it is left alone. Meaning of the fields:
 * metadata of JDK 11 to 25, of async-profiler and of dd-trace-java.
 */
export const jfrEventKinds: readonly JfrEventKind[] = [
  {
    id: 'cpu',
    title: 'CPU samples',
    events: ['jdk.ExecutionSample', 'datadog.ExecutionSample'],
    weights: [samples],
    weigh: (event, _chunk, name) => [name.startsWith('datadog.') ? sampleWeight(event) : 1],
    periodWeight: 'cpu',
  },
  {
    id: 'cpu-time',
    title: 'CPU time',
    events: ['jdk.CPUTimeSample'],
    weights: [time('cpu'), samples],
    // The period is written in ns.
    weigh: (event) => [Math.max(0, numberIn(event, 'samplingPeriod') ?? 0), 1],
  },
  {
    id: 'wall',
    title: 'Wall clock',
    events: ['profiler.WallClockSample', 'datadog.MethodSample'],
    weights: [samples],
    weigh: (event, _chunk, name) => [
      name.startsWith('datadog.') ? sampleWeight(event) : Math.max(1, numberIn(event, 'samples') ?? 1),
    ],
    periodWeight: 'wall',
  },
  {
    id: 'native',
    title: 'Waiting in native code',
    events: ['jdk.NativeMethodSample'],
    weights: [samples],
    weigh: () => [1],
    periodWeight: 'native',
  },
  {
    id: 'allocation-sample',
    title: 'Allocations (sampled)',
    events: ['jdk.ObjectAllocationSample'],
    weights: [bytes('allocated'), samples],
    weigh: (event) => [sizeIn(event, 'weight', 'allocationSize'), 1],
  },
  {
    id: 'allocation-tlab',
    title: 'Allocations (TLAB)',
    events: ['jdk.ObjectAllocationInNewTLAB', 'jdk.ObjectAllocationOutsideTLAB'],
    weights: [bytes('allocated'), events],
    // A new TLAB stands for everything that was allocated in the one before.
    weigh: (event, _chunk, name) => [
      name.endsWith('InNewTLAB')
        ? sizeIn(event, 'tlabSize', 'allocationSize')
        : sizeIn(event, 'allocationSize'),
      1,
    ],
  },
  {
    id: 'allocation-datadog',
    title: 'Allocations (Datadog)',
    events: ['datadog.ObjectSample'],
    weights: [bytes('allocated'), samples],
    weigh: (event) => [sizeIn(event, 'size', 'allocationSize') * sampleWeight(event), sampleWeight(event)],
  },
  {
    id: 'live',
    title: 'Live objects',
    events: ['profiler.LiveObject', 'datadog.HeapLiveObject', 'jdk.OldObjectSample'],
    weights: [bytes('live'), events],
    weigh: (event, _chunk, name) =>
      name.startsWith('datadog.')
        ? [sizeIn(event, 'size') * sampleWeight(event), sampleWeight(event)]
        : [sizeIn(event, 'allocationSize', 'objectSize'), 1],
  },
  {
    id: 'malloc',
    title: 'Native allocations',
    events: ['profiler.Malloc'],
    weights: [bytes('allocated'), events],
    weigh: (event) => [sizeIn(event, 'size'), 1],
  },
  {
    id: 'monitor-enter',
    title: 'Waiting for monitors',
    events: ['jdk.JavaMonitorEnter'],
    weights: [time('blocked'), events],
    weigh: (event, chunk) => [durationNs(event, chunk), 1],
  },
  {
    id: 'thread-park',
    title: 'Parked threads',
    events: ['jdk.ThreadPark'],
    weights: [time('parked'), events],
    weigh: (event, chunk) => [durationNs(event, chunk), 1],
  },
];
