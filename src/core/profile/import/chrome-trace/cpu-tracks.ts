import { FrameInterner, type NewFrame } from '../../model/frame-interner.ts';
import { Float64Column, Int32Column } from '../../model/growing-column.ts';
import { joinSamples } from '../../model/join-samples.ts';
import type { NewProfile, SampleTable } from '../../model/profile.ts';
import { StackInterner } from '../../model/stack-interner.ts';
import type { WarningList } from '../../model/warning-list.ts';
import { listOf, numberOf, objectOf } from '../json/json-fields.ts';
import { frameOfCallFrame } from '../v8/call-frame.ts';
import { NodeTree } from '../v8/node-tree.ts';
import { timedSamples } from '../v8/timed-samples.ts';
import { traceNumber, traceThread, type ThreadNames, type TraceThread } from './thread-names.ts';

export interface TraceFacts {
  readonly name: string;
  readonly names: ThreadNames;
  readonly warnings: WarningList;
}

interface Track {
  thread: TraceThread;
  startUs: number | null;
  clockKnown: boolean;
  endUs: number | null;
  readonly tree: NodeTree;
  readonly frames: NewFrame[];
  readonly nodeIds: Int32Column;
  readonly deltas: Float64Column;
}

/**
 * Samples of V8 in a trace: a `Profile` event per thread with its start, then chunks of nodes and samples; or one
 * `CpuProfile` event with everything, as Chrome wrote before version 58.
 */
export class CpuTracks {
  private readonly tracks = new Map<string, Track>();
  private readonly warnings: WarningList;

  constructor(warnings: WarningList) {
    this.warnings = warnings;
  }

  get any(): boolean {
    return this.tracks.size > 0;
  }

  /** @returns whether the event belongs to the samples */
  add(event: Readonly<Record<string, unknown>>): boolean {
    const data = objectOf(objectOf(event['args'])['data']);
    switch (event['name']) {
      case 'Profile': {
        // The thread of this event is the one that was sampled; that of the chunks is the sampler's.
        const track = this.trackOf(event);
        track.thread = traceThread(event);
        const start = instantOf(data['startTime']);
        track.clockKnown = start !== null;
        track.startUs = start ?? instantOf(event['ts']);
        return true;
      }
      case 'ProfileChunk':
        this.chunk(this.trackOf(event), data);
        return true;
      case 'CpuProfile': {
        const track = this.trackOf({ ...event, id: `whole ${this.tracks.size}` });
        track.thread = traceThread(event);
        const profile = objectOf(data['cpuProfile']);
        track.startUs = traceNumber(profile['startTime']);
        track.clockKnown = track.startUs !== null;
        this.chunk(track, data);
        return true;
      }
      default:
        return false;
    }
  }

  /** Null when there are no samples. */
  finish({ name, names, warnings }: TraceFacts): NewProfile | null {
    const used = [...this.tracks.values()].filter(({ nodeIds }) => nodeIds.length > 0);
    if (used.length === 0) return null;
    const frames = new FrameInterner();
    const stacks = new StackInterner();
    const starts = used.map(({ startUs }) => startUs).filter((start) => start !== null);
    const first = starts.length === 0 ? 0 : Math.min(...starts);
    let last = 0;
    const tables: SampleTable[] = [];
    for (const [thread, track] of used.entries()) {
      const startUs = track.startUs ?? first;
      const nodes = track.tree.resolve(track.frames, frames, stacks, this.warnings);
      const nodeIds = track.nodeIds.take();
      const deltas = track.deltas.take();
      if (deltas.length > 0) deltas[0]! += startUs - first;
      const endUs = track.endUs === null ? null : track.endUs - first;
      const table = timedSamples({ nodeIds, deltas, endUs, thread }, nodes, stacks, warnings);
      last = Math.max(last, endUs ?? 0, table.time?.at(-1) ?? 0);
      tables.push(table);
    }
    return {
      name,
      frames: frames.finish(),
      stacks: stacks.finish(),
      samples: joinSamples(tables),
      weightTypes: [{ name: 'time', unit: 'ns' }],
      defaultWeight: 0,
      threads: used.map(({ thread }) => names.thread(thread)),
      startedAtUs: null,
      durationUs: last,
      intervalUs: null,
      tool: 'Chrome',
      warnings: warnings.list(),
    };
  }

  private trackOf(event: Readonly<Record<string, unknown>>): Track {
    const thread = traceThread(event);
    const key = `${thread.pid} ${String(event['id'])}`;
    let track = this.tracks.get(key);
    if (track === undefined) {
      track = {
        thread,
        startUs: null,
        clockKnown: false,
        endUs: null,
        tree: new NodeTree(),
        frames: [],
        nodeIds: new Int32Column(),
        deltas: new Float64Column(),
      };
      this.tracks.set(key, track);
    }
    return track;
  }

  private chunk(track: Track, data: Readonly<Record<string, unknown>>): void {
    const profile = objectOf(data['cpuProfile']);
    for (const value of listOf(profile['nodes'])) {
      const node = objectOf(value);
      const id = numberOf(node['id']);
      if (id === null) continue;
      const owner = track.tree.count;
      track.tree.addNode(id, track.frames.length, numberOf(node['parent']) ?? Number.NaN);
      track.frames.push(frameOfCallFrame(node['callFrame']));
      for (const child of listOf(node['children'])) track.tree.addChild(owner, numberOf(child) ?? -1);
    }
    for (const id of listOf(profile['samples'])) track.nodeIds.push(numberOf(id) ?? -1);
    const deltas = Array.isArray(data['timeDeltas']) ? data['timeDeltas'] : profile['timeDeltas'];
    for (const delta of listOf(deltas)) track.deltas.push(numberOf(delta) ?? 0);
    const endUs = traceNumber(data['endTime']) ?? traceNumber(profile['endTime']);
    // An end without a start on the same clock says nothing.
    if (endUs !== null && track.clockKnown) track.endUs = endUs;
  }
}

/** Some writers leave the start at 0 while all other instants count from something else. */
function instantOf(value: unknown): number | null {
  const instant = traceNumber(value);
  return instant === 0 ? null : instant;
}
