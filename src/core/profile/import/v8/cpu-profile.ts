import { AppError } from '#shared/contract/errors.ts';
import { FrameInterner, type NewFrame } from '../../model/frame-interner.ts';
import { Float64Column, Int32Column, NumberColumn } from '../../model/growing-column.ts';
import type { NewProfile, SampleTable, WeightType } from '../../model/profile.ts';
import { StackInterner } from '../../model/stack-interner.ts';
import { WarningList } from '../../model/warning-list.ts';
import { isObject, listOf, numberOf } from '../json/json-fields.ts';
import type { JsonAction, JsonKind, JsonPath, JsonVisitor } from '../json/json-visitor.ts';
import { JsonWalker } from '../json/json-walker.ts';
import { NumberArrayReader } from '../json/number-array-reader.ts';
import {
  NOT_THIS_PROFILE,
  type ProbeHead,
  type ProbeResult,
  type ProfileContext,
  type ProfileFormat,
  type ProfileReader,
} from '../profile-reader.ts';
import { frameOfCallFrame } from './call-frame.ts';
import { NodeArrayReader } from './node-array-reader.ts';
import { NodeTree } from './node-tree.ts';
import { NS_PER_US, timedSamples } from './timed-samples.ts';

/**
 * `.cpuprofile` of V8: Chrome DevTools, `node --cpu-prof`, the inspector protocol (Profiler.Profile); also the tree form
 * before Chrome 58, and both wrapped in `{profile: …}`.
 */
export const cpuProfile: ProfileFormat = {
  id: 'v8-cpuprofile',
  label: 'V8 CPU profile',
  extensions: ['cpuprofile'],
  probe,
  open: (context) => new CpuProfileReader(context),
};

function probe({ text }: ProbeHead): ProbeResult {
  if (!text.trimStart().startsWith('{')) return NOT_THIS_PROFILE;
  if (/^\s*\{\s*(?:"profile"\s*:\s*\{\s*)?"head"\s*:\s*\{/u.test(text) && text.includes('"hitCount"'))
    return { score: 0.95, reasons: ['a tree of nodes with hit counts, as V8 wrote it before Chrome 58'] };
  const nodes = /"nodes"\s*:\s*\[\s*\{[^[\]]*"callFrame"\s*:/u.test(text);
  const samples =
    /"(?:samples|timeDeltas)"\s*:\s*\[/u.test(text) && /"(?:startTime|endTime)"\s*:/u.test(text);
  if (/^\s*\{\s*"(?:traceEvents|resourceProfiles|snapshot)"/u.test(text)) return NOT_THIS_PROFILE;
  if (nodes && !/"(?:ph|traceEvents)"\s*:/u.test(text))
    return { score: 0.95, reasons: ['nodes with call frames, as V8 writes them'] };
  // Other writers put the samples first.
  return samples && /^\s*\{\s*"(?:samples|timeDeltas|startTime|endTime|profile)"/u.test(text)
    ? { score: 0.7, reasons: ['samples with time deltas between a start and an end'] }
    : NOT_THIS_PROFILE;
}

const CPU_TIME: WeightType = { name: 'time', unit: 'ns' };
const US_PER_SECOND = 1e6;
const HITS: WeightType = { name: 'samples', unit: 'samples' };

class CpuProfileReader implements ProfileReader, JsonVisitor {
  private readonly name: string;
  private readonly walker: JsonWalker;
  private readonly tree = new NodeTree();
  private readonly hitCounts = new NumberColumn();
  private readonly nodeReader: NodeArrayReader;
  private readonly nodeIds = new Int32Column();
  private readonly deltas = new NumberColumn();
  private readonly instants = new Float64Column();
  /** Of the tree form. */
  private readonly treeFrames: NewFrame[] = [];
  private startTime: number | null = null;
  private endTime: number | null = null;

  constructor({ head }: ProfileContext) {
    this.name = head.name;
    this.walker = new JsonWalker('CPU profile', this);
    this.nodeReader = new NodeArrayReader(this.tree, (hits) => this.hitCounts.push(hits));
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    return this.walker.consume(bytes, length, final);
  }

  decide(path: JsonPath, kind: JsonKind): JsonAction {
    if (path.length === 0) return 'enter';
    if (path.length === 1 && path[0] === 'profile') return 'enter';
    if (path.length > 1 && path[0] !== 'profile') return 'skip';
    if (path.length > 2) return 'skip';
    switch (path.at(-1)) {
      case 'nodes':
        return kind === 'array' ? this.nodeReader : 'skip';
      case 'samples':
        return kind === 'array' ? new NumberArrayReader(this.nodeIds) : 'skip';
      case 'timeDeltas':
        return kind === 'array' ? new NumberArrayReader(this.deltas) : 'skip';
      case 'timestamps':
        return kind === 'array' ? new NumberArrayReader(this.instants) : 'skip';
      case 'startTime':
      case 'endTime':
      case 'head':
        return 'value';
      default:
        return 'skip';
    }
  }

  value(path: JsonPath, value: unknown): void {
    switch (path.at(-1)) {
      case 'startTime':
        this.startTime = numberOf(value);
        break;
      case 'endTime':
        this.endTime = numberOf(value);
        break;
      case 'head':
        this.readTree(value);
        break;
      default:
    }
  }

  elements(): void {
    // Nothing is asked for as elements.
  }

  finish(): readonly NewProfile[] {
    if (!this.walker.complete) throw cutShort();
    if (this.tree.count === 0)
      throw new AppError('file-damaged', 'This CPU profile has no nodes: nothing was recorded in it.', {
        hint: 'Record it again, with some work going on.',
      });
    const frames = new FrameInterner();
    const stacks = new StackInterner();
    const warnings = new WarningList();
    const nodes = this.tree.resolve(this.nodeFrames(), frames, stacks, warnings);
    const { deltas, endUs } = this.clock();
    const sampleCount = Math.min(this.nodeIds.length, deltas.length);
    const hitCounts = this.hitCounts.take();
    let samples: SampleTable;
    let weightType: WeightType;
    if (sampleCount > 0) {
      const nodeIds = this.nodeIds.take();
      samples = timedSamples({ nodeIds, deltas, endUs, thread: 0 }, nodes, stacks, warnings);
      weightType = CPU_TIME;
    } else {
      samples = countedSamples(nodes.stackOfNode, hitCounts);
      weightType = HITS;
      warnings.add('hit-counts-only', 'The file has no samples, only how often each function was seen.');
    }
    return [
      {
        name: this.name,
        frames: frames.finish(),
        stacks: stacks.finish(),
        samples,
        weightTypes: [weightType],
        defaultWeight: 0,
        threads: [{ name: 'main', threadId: null, processId: null, processName: null }],
        startedAtUs: null,
        durationUs: endUs,
        intervalUs: medianInterval(samples),
        tool: 'V8',
        warnings: warnings.list(),
      },
    ];
  }

  /** Distances of the samples and the length of the profile in µs, in either form. */
  private clock(): { deltas: Float64Array<ArrayBuffer>; endUs: number | null } {
    const { startTime, endTime } = this;
    if (this.instants.length === 0 || this.deltas.length > 0) {
      const known = startTime !== null && endTime !== null && endTime >= startTime;
      return { deltas: this.deltas.take(), endUs: known ? endTime - startTime : null };
    }
    // The tree form has instants in µs, often with that of the start before them; start and end are whole seconds.
    const instants = this.instants.take();
    const startFirst = instants.length === this.nodeIds.length + 1;
    const start = instants[0]!;
    const end = endTime === null ? null : endTime * US_PER_SECOND;
    const endUs = end === null || end < instants.at(-1)! ? null : end - start;
    return { deltas: differences(startFirst ? instants.subarray(1) : instants, start), endUs };
  }

  private nodeFrames(): readonly NewFrame[] {
    if (this.treeFrames.length > 0) return this.treeFrames;
    const { callFrames } = this.nodeReader;
    const decoder = new TextDecoder();
    return Array.from({ length: callFrames.count }, (_, entry) => {
      try {
        return frameOfCallFrame(JSON.parse(decoder.decode(callFrames.bytesOf(entry))));
      } catch (cause) {
        throw new AppError('file-damaged', 'This CPU profile is damaged: a call frame in it is no JSON.', {
          hint: 'Record or save it again.',
          cause,
        });
      }
    });
  }

  /** The form before Chrome 58: each node holds its children. Walked without recursion: stacks may be deep. */
  private readTree(head: unknown): void {
    const waiting: { readonly node: unknown; readonly parentId: number }[] = [
      { node: head, parentId: Number.NaN },
    ];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { node, parentId } = next;
      if (!isObject(node)) continue;
      // Nodes of some writers have no ids; then no sample can point at them.
      const id = numberOf(node['id']) ?? -1 - this.tree.count;
      this.tree.addNode(id, this.treeFrames.length, parentId);
      this.treeFrames.push(frameOfCallFrame(isObject(node['callFrame']) ? node['callFrame'] : node));
      this.hitCounts.push(numberOf(node['hitCount']) ?? 0);
      for (const child of listOf(node['children']).toReversed()) waiting.push({ node: child, parentId: id });
    }
  }
}

/** Instants as differences, so that both forms go one way. */
function differences(instants: Float64Array<ArrayBuffer>, start: number): Float64Array<ArrayBuffer> {
  let before = start;
  for (let i = 0; i < instants.length; i++) {
    const instant = instants[i]!;
    instants[i] = instant - before;
    before = instant;
  }
  return instants;
}

function countedSamples(stackOfNode: Int32Array, hitCounts: Float64Array): SampleTable {
  const used = [...hitCounts.keys()].filter((node) => hitCounts[node]! > 0);
  return {
    count: used.length,
    time: null,
    thread: new Int32Array(used.length),
    stack: Int32Array.from(used, (node) => stackOfNode[node]!),
    weights: [Float64Array.from(used, (node) => hitCounts[node]!)],
  };
}

/** Typical distance of samples in µs: the file does not say what was asked for. */
function medianInterval({ time, weights, count }: SampleTable): number | null {
  if (time === null || count < 3) return null;
  const some = weights[0]!.slice(0, Math.min(count - 1, 10_001)).sort();
  return some[some.length >> 1]! / NS_PER_US;
}

function cutShort(): AppError {
  return new AppError('file-damaged', 'This CPU profile ends too early: its JSON is cut short.', {
    hint: 'The program may have been killed while it wrote the profile. Copy the file again, or record again.',
  });
}
