import { AppError } from '#shared/contract/errors.ts';
import { ProfileBuilder } from '../../model/profile-builder.ts';
import type { NewProfile } from '../../model/profile.ts';
import { isObject, numberOf, objectOf, textOf } from '../json/json-fields.ts';
import type { JsonAction, JsonKind, JsonPath, JsonVisitor } from '../json/json-visitor.ts';
import { JsonWalker } from '../json/json-walker.ts';
import {
  NOT_THIS_PROFILE,
  type ProbeHead,
  type ProbeResult,
  type ProfileContext,
  type ProfileFormat,
  type ProfileReader,
} from '../profile-reader.ts';
import { readFirefoxThread, type FirefoxThread, type ThreadSamples } from './firefox-thread.ts';

/**
 * Profiles of Firefox: as the browser gives them out (Gecko, tables with a schema, processes inside each other), as the
 * Firefox Profiler saves them (processed, tables by column), and wrapped as the old developer tools saved them.
 */
export const firefox: ProfileFormat = {
  id: 'firefox',
  label: 'Firefox profile',
  extensions: ['json'],
  probe,
  open: (context) => new FirefoxReader(context),
};

function probe({ text }: ProbeHead): ProbeResult {
  if (!/^\s*\{/u.test(text) || /^\s*\{\s*"(?:traceEvents|\$schema)"/u.test(text)) return NOT_THIS_PROFILE;
  const gecko = ['"stackwalk"', '"oscpu"', '"toolkit"', '"processType"', '"abi"'].filter((mark) =>
    text.includes(mark),
  );
  if (/"preprocessedProfileVersion"\s*:/u.test(text))
    return { score: 0.97, reasons: ['meta data of the Firefox Profiler'] };
  if (gecko.length >= 3) return { score: 0.93, reasons: ['meta data of Firefox'] };
  if (
    /"fileType"\s*:\s*"Recorded Performance Data"/u.test(text) ||
    (/"profile"\s*:\s*\{\s*"libs"\s*:\s*\[/u.test(text) && text.includes('"breakpadId"'))
  )
    return { score: 0.95, reasons: ['a recording of the developer tools of Firefox'] };
  // Before the meta data the browser writes the list of its libraries, which is long.
  return /^\s*\{\s*"(?:profile"\s*:\s*\{\s*")?libs"\s*:\s*\[\s*\{\s*"(?:start|arch|name)"/u.test(text) &&
    text.includes('"breakpadId"')
    ? { score: 0.8, reasons: ['a list of libraries, as Firefox writes it'] }
    : NOT_THIS_PROFILE;
}

const US_PER_MS = 1000;
const NS_PER_US = 1000;
const NS_PER_MS = 1e6;

/** Tables and names of a thread that are needed; markers are most of a file and are not. */
const threadMembers = new Set([
  'name',
  'processName',
  'processType',
  'pid',
  'tid',
  'samples',
  'stackTable',
  'frameTable',
  'funcTable',
  'resourceTable',
  'stringTable',
  'stringArray',
]);
const sharedMembers = new Set([
  'stackTable',
  'frameTable',
  'funcTable',
  'resourceTable',
  'stringArray',
  'sources',
]);

interface Process {
  meta: Readonly<Record<string, unknown>>;
  readonly threads: Map<number, Record<string, unknown>>;
}

class FirefoxReader implements ProfileReader, JsonVisitor {
  private readonly name: string;
  private readonly walker: JsonWalker;
  /** By the places in `processes` that lead there; '' is the parent process. */
  private readonly processes = new Map<string, Process>();
  private readonly shared: Record<string, unknown> = {};
  private readonly builder = new ProfileBuilder(
    [
      { name: 'wall', unit: 'ns' },
      { name: 'samples', unit: 'samples' },
      { name: 'cpu', unit: 'ns' },
    ],
    true,
  );
  private readonly read: { readonly process: Process; readonly thread: ThreadSamples }[] = [];

  constructor({ head }: ProfileContext) {
    this.name = head.name;
    this.walker = new JsonWalker('Firefox profile', this);
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    return this.walker.consume(bytes, length, final);
  }

  decide(path: JsonPath, kind: JsonKind): JsonAction {
    const { rest } = this.locate(path);
    const [first, , member] = rest;
    if (rest.length === 0) return 'enter';
    if (first === 'meta') return rest.length === 1 ? 'value' : 'skip';
    if (first === 'shared') {
      if (rest.length === 1) return 'enter';
      return rest.length === 2 && sharedMembers.has(String(rest[1])) ? 'value' : 'skip';
    }
    if (first !== 'threads' || kind === 'scalar' ? rest.length < 3 : false) return 'skip';
    if (rest.length < 3) return 'enter';
    return rest.length === 3 && first === 'threads' && threadMembers.has(String(member)) ? 'value' : 'skip';
  }

  value(path: JsonPath, value: unknown): void {
    const { rest, process } = this.locate(path);
    if (rest[0] === 'meta') process.meta = objectOf(value);
    else if (rest[0] === 'shared') this.shared[String(rest[1])] = value;
    else {
      const place = Number(rest[1]);
      const thread = process.threads.get(place) ?? {};
      thread[String(rest[2])] = value;
      process.threads.set(place, thread);
    }
  }

  elements(): void {
    // Nothing is asked for as elements.
  }

  /** A thread of the browser stands for itself: its tables can be let go at once. */
  leave(path: JsonPath): void {
    const { rest, process } = this.locate(path);
    if (rest.length !== 2 || rest[0] !== 'threads') return;
    const place = Number(rest[1]);
    const thread = process.threads.get(place);
    if (thread === undefined || !('stringTable' in thread && 'samples' in thread)) return;
    this.readThread(process, thread);
    process.threads.delete(place);
  }

  finish(): readonly NewProfile[] {
    if (!this.walker.complete) {
      throw new AppError('file-damaged', 'This Firefox profile ends too early: its JSON is cut short.', {
        hint: 'Save it again.',
      });
    }
    for (const process of this.processes.values())
      for (const thread of process.threads.values()) this.readThread(process, thread);
    const { builder } = this;
    const meta = this.processes.get('')?.meta ?? {};
    const start = numberOf(meta['startTime']);
    const intervalMs = numberOf(meta['interval']);
    const used = this.read.filter(({ thread }) => thread.count > 0);
    if (used.length === 0) {
      throw new AppError('file-damaged', 'There are no samples in this Firefox profile.', {
        hint: 'Record again, with threads that have work to do.',
      });
    }
    // Times count from the start of each process, and are given from the first sample on.
    const offsets = used.map(
      ({ process }) => (numberOf(process.meta['startTime']) ?? start ?? 0) - (start ?? 0),
    );
    const first = Math.min(...used.map(({ thread }, i) => thread.timeMs[0]! + offsets[i]!));
    let lastMs = first;
    let withCpu = false;
    for (const [i, { thread, process }] of used.entries()) {
      const place = builder.addThread(thread.name, thread);
      const cpuScale = cpuNanoseconds(process.meta);
      for (let s = 0; s < thread.count; s++) {
        const at = thread.timeMs[s]! + offsets[i]!;
        const next = s + 1 < thread.count ? thread.timeMs[s + 1]! + offsets[i]! : at + (intervalMs ?? 0);
        // What ran until the next sample stands beside that one.
        const cpu =
          cpuScale === null || s + 1 >= thread.count ? 0 : (thread.cpuDelta?.[s + 1] ?? 0) * cpuScale;
        if (cpu > 0) withCpu = true;
        const weight = thread.weight?.[s] ?? 1;
        const wall = Math.round(Math.max(0, next - at) * NS_PER_MS);
        builder.sample((at - first) * US_PER_MS, place, thread.stack[s]!, wall, weight, cpu);
        lastMs = Math.max(lastMs, next);
      }
    }
    const profile = builder.finish({
      name: this.name,
      startedAtUs: start === null || start < 1e9 ? null : Math.round((start + first) * US_PER_MS),
      durationUs: (lastMs - first) * US_PER_MS,
      intervalUs: intervalMs === null ? null : intervalMs * US_PER_MS,
      tool: toolOf(meta),
    });
    return [withCpu ? profile : withoutCpu(profile)];
  }

  private readThread(process: Process, tables: Readonly<Record<string, unknown>>): void {
    if (!isObject(tables['samples'])) return;
    const own: FirefoxThread = {
      tables,
      shared: this.shared,
      version: versionOf(this.processes.get('')?.meta ?? {}),
    };
    this.read.push({ process, thread: readFirefoxThread(own, this.builder) });
  }

  /** Splits a path into the process it lies in and the path there. */
  private locate(path: JsonPath): { readonly process: Process; readonly rest: JsonPath } {
    let at = path[0] === 'profile' ? 1 : 0;
    let key = '';
    while (path[at] === 'processes' && typeof path[at + 1] === 'number') {
      key += `/${String(path[at + 1])}`;
      at += 2;
    }
    let process = this.processes.get(key);
    if (process === undefined) {
      process = { meta: {}, threads: new Map() };
      this.processes.set(key, process);
    }
    const rest = path.slice(at);
    return { process, rest: rest.length === 1 && rest[0] === 'processes' ? [] : rest };
  }
}

/** The version of the processed form, for messages. */
function versionOf(meta: Readonly<Record<string, unknown>>): string {
  const processed = numberOf(meta['preprocessedProfileVersion']);
  return processed === null ? `version ${String(meta['version'])}` : `processed version ${processed}`;
}

/** Nanoseconds of one unit of `threadCPUDelta`; null where it counts something else. */
function cpuNanoseconds(meta: Readonly<Record<string, unknown>>): number | null {
  switch (objectOf(meta['sampleUnits'])['threadCPUDelta']) {
    case 'ns':
      return 1;
    case 'µs':
      return NS_PER_US;
    default:
      return null;
  }
}

function toolOf(meta: Readonly<Record<string, unknown>>): string | null {
  const product = textOf(meta['product']);
  const version = /rv:([\d.]+)/u.exec(textOf(meta['misc']) ?? '')?.[1];
  if (product === null) return null;
  return version === undefined ? product : `${product} ${version}`;
}

function withoutCpu(profile: NewProfile): NewProfile {
  return {
    ...profile,
    weightTypes: profile.weightTypes.slice(0, 2),
    samples: { ...profile.samples, weights: profile.samples.weights.slice(0, 2) },
  };
}
