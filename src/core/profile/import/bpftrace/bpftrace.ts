import { AppError } from '#shared/contract/errors.ts';
import { ProfileBuilder } from '../../model/profile-builder.ts';
import { EMPTY_STACK, NO_PARENT, type NewProfile, type WeightType } from '../../model/profile.ts';
import {
  NOT_THIS_PROFILE,
  type ProbeHead,
  type ProbeResult,
  type ProfileContext,
  type ProfileFormat,
  type ProfileReader,
} from '../profile-reader.ts';
import { headLines } from '../text/head-lines.ts';
import { LineFeed } from '../text/line-feed.ts';
import { RejectedLines } from '../text/rejected-lines.ts';
import { EntryLines, type BpftraceEntry } from './bpftrace-entry.ts';
import { bpftraceFrame, isKernelStack } from './bpftrace-frame.ts';

/**
 * Maps that bpftrace prints, keyed by stacks: `@[kstack, ustack, comm] = count()`. Each map is a profile; keys that are no
 * stacks name threads.
 */
export const bpftrace: ProfileFormat = {
  id: 'bpftrace',
  label: 'bpftrace stacks',
  extensions: ['bpftrace', 'bt', 'txt'],
  probe,
  open: (context) => new BpftraceReader(context),
};

const PROBE_LINES = 1000;

function probe(head: ProbeHead): ProbeResult {
  const entries = new EntryLines();
  let opened = 0;
  let complete = 0;
  let frames = 0;
  for (const line of headLines(head, PROBE_LINES)) {
    const before = entries.isInside();
    const entry = entries.line(line);
    const after = entries.isInside();
    if (!before && after) opened++;
    if (before && after && /^\s/u.test(line)) frames++;
    if (entry !== null && entry !== 'rejected' && entry.stacks.length > 0) complete++;
  }
  return opened > 0 && frames > 0 && (complete > 0 || !head.complete)
    ? { score: 0.9, reasons: ['entries of maps of bpftrace, @[…]: count, with stacks as keys'] }
    : NOT_THIS_PROFILE;
}

/** What the values of a map count, by its name: there is nothing else to tell. */
function weightOf(map: string): { readonly type: WeightType; readonly scale: number } {
  if (map === '') return { type: { name: 'samples', unit: 'samples' }, scale: 1 };
  if (/bytes|size/iu.test(map)) return { type: { name: map, unit: 'bytes' }, scale: 1 };
  const time = /(?:^|_)(ns|nsecs?|us|usecs?|ms|msecs?)$/iu.exec(map)?.[1]?.toLowerCase();
  if (time === undefined) return { type: { name: map, unit: 'count' }, scale: 1 };
  return {
    type: { name: map, unit: 'ns' },
    scale: time.startsWith('n') ? 1 : time.startsWith('u') ? 1e3 : 1e6,
  };
}

interface MapProfile {
  readonly builder: ProfileBuilder;
  readonly scale: number;
  readonly threads: Map<string, number>;
}

class BpftraceReader implements ProfileReader {
  private readonly name: string;
  private readonly lines: LineFeed;
  private readonly entries = new EntryLines();
  private readonly rejected = new RejectedLines();
  private readonly maps = new Map<string, MapProfile>();

  constructor({ head }: ProfileContext) {
    this.name = head.name;
    this.lines = new LineFeed(
      (text, number) => this.line(text, number),
      (number) => this.rejected.add(number),
    );
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    return this.lines.consume(bytes, length, final);
  }

  finish(): readonly NewProfile[] {
    const maps = [...this.maps];
    if (maps.length === 0) {
      throw new AppError(
        'file-damaged',
        'There is no complete entry with a stack in this output of bpftrace.',
        {
          hint: 'Wait until bpftrace has printed its maps: they come when it ends.',
        },
      );
    }
    const [, first] = maps[0]!;
    this.rejected.report(first.builder.warnings, 'Lines that are no part of a map with stacks');
    if (this.entries.isInside())
      first.builder.warnings.add(
        'cut-short',
        'The file ends in the middle of an entry; what came before was read.',
      );
    return maps.map(([map, { builder }]) =>
      builder.finish({ name: maps.length === 1 ? this.name : `@${map}`, tool: 'bpftrace' }),
    );
  }

  private line(text: string, number: number): void {
    const wasInside = this.entries.isInside();
    if (!wasInside && (text.trim() === '' || /^Attaching \d+ probe|^Lost \d+ events/u.test(text))) return;
    const entry = this.entries.line(text);
    if (entry === null) return;
    // The entry before was cut: this line may begin the next one.
    if (entry === 'rejected' && wasInside && text.startsWith('@')) {
      this.rejected.add(number - 1);
      this.line(text, number);
    } else if (entry === 'rejected') this.rejected.add(number);
    else this.add(entry);
  }

  private add({ map, stacks, keys, value }: BpftraceEntry): void {
    const { builder, scale, threads } = this.mapOf(map);
    // A stack of the kernel stands on top of the one that the program had when it entered it.
    const ordered = [...stacks].sort((a, b) => Number(isKernelStack(a)) - Number(isKernelStack(b)));
    const innermostLast = ordered.length === 2 && !isKernelStack(ordered[1]!) ? ordered.reverse() : ordered;
    let stack = NO_PARENT;
    for (const own of innermostLast) {
      const isKernel = isKernelStack(own);
      for (let i = own.length - 1; i >= 0; i--)
        stack = builder.stacks.childOf(stack, builder.frames.idOf(bpftraceFrame(own[i]!, isKernel)));
    }
    const key = keys.join(', ');
    let thread = threads.get(key);
    if (thread === undefined) {
      const processId = keys.length === 1 && /^\d{1,9}$/u.test(key) ? Number(key) : null;
      const title = key === '' ? 'all threads' : processId === null ? key : `process ${key}`;
      thread = builder.addThread(title, { processId });
      threads.set(key, thread);
    }
    builder.sample(0, thread, stack === NO_PARENT ? EMPTY_STACK : stack, value * scale);
  }

  private mapOf(name: string): MapProfile {
    let map = this.maps.get(name);
    if (map === undefined) {
      const { type, scale } = weightOf(name);
      map = { builder: new ProfileBuilder([type], false), scale, threads: new Map() };
      this.maps.set(name, map);
    }
    return map;
  }
}
