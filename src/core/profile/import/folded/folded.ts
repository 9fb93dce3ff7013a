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
import { austinThread, foldedFrame } from './folded-frame.ts';
import { foldedLine } from './folded-line.ts';

/**
 * Folded (collapsed) stacks, `root;…;leaf weight`: stackcollapse-*.pl, inferno, async-profiler, austin, bpftrace. Two
 * numbers at the end of every line are a difference: before and after.
 */
export const folded: ProfileFormat = {
  id: 'folded',
  label: 'Folded stacks',
  extensions: ['folded', 'collapsed', 'txt'],
  probe,
  open: (context) => new FoldedReader(context),
};

const NEWLINE = 0x0a;
/** A longer line is given up: no tool writes one. */
const MAX_LINE_BYTES = 8 << 20;
const PROBE_LINES = 200;
const NS_PER_US = 1000;

function linesOfHead({ text, complete }: ProbeHead): readonly string[] {
  const lines = text.split('\n', PROBE_LINES + 1);
  // The last one may be cut.
  if (!complete || lines.length > PROBE_LINES) lines.pop();
  return lines.map((line) => line.trimEnd()).filter((line) => line !== '' && !isComment(line));
}

function isComment(line: string): boolean {
  return line.startsWith('#') || line.startsWith('//');
}

function probe(head: ProbeHead): ProbeResult {
  const lines = linesOfHead(head);
  const parsed = lines.map((line) => foldedLine(line, false));
  const good = parsed.filter((line) => line !== null).length;
  const stacks = lines.filter((line, i) => parsed[i] !== null && line.includes(';')).length;
  if (stacks === 0 || good / lines.length < 0.6) return NOT_THIS_PROFILE;
  const score = good === lines.length ? 0.8 : 0.6;
  return {
    score,
    reasons: [`${stacks} of ${lines.length} lines are functions with semicolons and a number`],
  };
}

/** What the numbers are, by the comments of austin: `# mode: wall`. */
interface Metric {
  readonly types: readonly WeightType[];
  readonly scale: number;
}

function metricOf({ text }: ProbeHead, differential: boolean): Metric {
  if (/^# austin:/mu.test(text)) {
    const mode = /^# mode:\s*(\w+)/mu.exec(text)?.[1] ?? 'wall';
    return mode === 'memory'
      ? { types: [{ name: 'memory', unit: 'bytes' }], scale: 1 }
      : { types: [{ name: mode, unit: 'ns' }], scale: NS_PER_US };
  }
  const types: readonly WeightType[] = differential
    ? [
        { name: 'before', unit: 'samples' },
        { name: 'after', unit: 'samples' },
      ]
    : [{ name: 'samples', unit: 'samples' }];
  return { types, scale: 1 };
}

class FoldedReader implements ProfileReader {
  private readonly name: string;
  private readonly builder: ProfileBuilder;
  private readonly decoder = new TextDecoder();
  private readonly differential: boolean;
  private readonly scale: number;
  private readonly isAustin: boolean;
  private readonly threads = new Map<string, number>();
  /** Frames by their text: most repeat. */
  private readonly frames = new Map<string, number>();
  /** Inside a line that is given up. */
  private skipping = false;

  constructor({ head }: ProfileContext) {
    this.name = head.name;
    const lines = linesOfHead(head);
    const counted = lines.filter((line) => foldedLine(line, false) !== null);
    this.differential = counted.length > 0 && counted.every((line) => foldedLine(line, true) !== null);
    this.isAustin = /^# austin:/mu.test(head.text);
    const { types, scale } = metricOf(head, this.differential);
    this.scale = scale;
    this.builder = new ProfileBuilder(types, false);
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    let at = 0;
    for (;;) {
      const found = bytes.indexOf(NEWLINE, at);
      const end = found >= 0 && found < length ? found : final && at < length ? length : -1;
      if (end < 0) break;
      if (this.skipping) this.skipping = false;
      else this.line(this.decoder.decode(bytes.subarray(at, end)).trimEnd());
      at = Math.min(end + 1, length);
    }
    if (length - at > MAX_LINE_BYTES) {
      this.skipping = true;
      this.badLine();
      return length;
    }
    return at;
  }

  finish(): readonly NewProfile[] {
    if (this.builder.sampleCount === 0) {
      throw new AppError('file-damaged', 'There is no stack in this file of folded stacks.', {
        hint: 'Each line should be functions with semicolons between them and a number at the end.',
      });
    }
    const facts = { name: this.name, defaultWeight: this.differential ? 1 : 0 };
    return [this.builder.finish({ ...facts, tool: this.isAustin ? 'austin' : null })];
  }

  private line(text: string): void {
    if (text === '' || isComment(text)) return;
    const line = foldedLine(text, this.differential);
    if (line === null) {
      this.badLine();
      return;
    }
    const { builder } = this;
    let { frames } = line;
    let thread: string | null = null;
    if (this.isAustin) ({ frames, thread } = austinThread(frames));
    else thread = /^\[(.*) tid=\d+\]$/u.exec(frames[0] ?? '')?.[0] ?? null;
    let stack = NO_PARENT;
    for (const frame of frames) stack = builder.stacks.childOf(stack, this.frameOf(frame));
    builder.sample(
      0,
      this.threadOf(thread),
      stack === NO_PARENT ? EMPTY_STACK : stack,
      ...line.weights.map((weight) => weight * this.scale),
    );
  }

  private frameOf(text: string): number {
    let id = this.frames.get(text);
    if (id === undefined) {
      id = this.builder.frames.idOf(foldedFrame(text, this.isAustin));
      this.frames.set(text, id);
    }
    return id;
  }

  private threadOf(name: string | null): number {
    const key = name ?? 'all threads';
    let place = this.threads.get(key);
    if (place === undefined) {
      const threadId = Number(/(?:tid=|thread )(\d+)/u.exec(key)?.[1] ?? Number.NaN);
      place = this.builder.addThread(key, { threadId: Number.isNaN(threadId) ? null : threadId });
      this.threads.set(key, place);
    }
    return place;
  }

  private badLine(): void {
    this.builder.warnings.add('bad-lines', 'Lines that are not a stack with a number were left out.');
  }
}
