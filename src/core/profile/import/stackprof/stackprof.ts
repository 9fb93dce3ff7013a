import { AppError } from '#shared/contract/errors.ts';
import { Float64Column } from '../../model/growing-column.ts';
import type { NewProfile } from '../../model/profile.ts';
import { numberOf, textOf } from '../json/json-fields.ts';
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
import { stackprofFrame, type StackprofFrame } from './stackprof-frame.ts';
import { stackprofProfile } from './stackprof-profile.ts';

/** JSON of stackprof, the sampling profiler of Ruby (tmm1/stackprof): with `raw` samples, or aggregated. */
export const stackprof: ProfileFormat = {
  id: 'stackprof',
  label: 'stackprof JSON',
  extensions: ['json'],
  probe,
  open: (context) => new StackprofReader(context),
};

function probe({ text }: ProbeHead): ProbeResult {
  const isOne =
    /^\s*\{/u.test(text) &&
    /"mode"\s*:\s*"\w+"/u.test(text) &&
    /"interval"\s*:\s*\d/u.test(text) &&
    /"(?:missed_samples|gc_samples)"\s*:/u.test(text) &&
    /"frames"\s*:\s*\{/u.test(text);
  return isOne
    ? { score: 0.95, reasons: ['mode, interval, missed samples and frames of stackprof'] }
    : NOT_THIS_PROFILE;
}

class StackprofReader implements ProfileReader, JsonVisitor {
  private readonly name: string;
  private readonly walker: JsonWalker;
  private readonly frames = new Map<string, StackprofFrame>();
  /** Length, frames root first, count; again and again. */
  private readonly raw = new Float64Column();
  private readonly deltas = new Float64Column();
  private readonly fields = new Map<string, unknown>();

  constructor({ head }: ProfileContext) {
    this.name = head.name;
    this.walker = new JsonWalker('stackprof file', this);
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    return this.walker.consume(bytes, length, final);
  }

  decide(path: JsonPath, kind: JsonKind): JsonAction {
    if (path.length === 0) return 'enter';
    const [key] = path;
    if (key === 'frames') {
      if (path.length === 1) return kind === 'object' ? 'enter' : 'skip';
      return path.length === 2 ? 'value' : 'skip';
    }
    if (key === 'raw' || key === 'raw_timestamp_deltas') return kind === 'array' ? 'elements' : 'skip';
    return kind === 'scalar' ? 'value' : 'skip';
  }

  value(path: JsonPath, value: unknown): void {
    if (path[0] === 'frames') this.frames.set(String(path[1]), stackprofFrame(value));
    else this.fields.set(String(path[0]), value);
  }

  elements(path: JsonPath, elements: readonly unknown[]): void {
    const column = path[0] === 'raw' ? this.raw : this.deltas;
    for (const element of elements) column.push(numberOf(element) ?? 0);
  }

  finish(): readonly NewProfile[] {
    if (this.frames.size === 0) {
      throw new AppError('file-damaged', 'There are no frames in this stackprof file.', {
        hint: 'Record again; raw: true keeps whole stacks.',
      });
    }
    const interval = numberOf(this.fields.get('interval'));
    return [
      stackprofProfile({
        name: this.name,
        cut: !this.walker.complete,
        mode: textOf(this.fields.get('mode')) ?? 'wall',
        interval: interval !== null && interval > 0 ? interval : 1,
        version: numberOf(this.fields.get('version')),
        missed: numberOf(this.fields.get('missed_samples')) ?? 0,
        frames: this.frames,
        raw: this.raw.take(),
        deltas: this.deltas.take(),
      }),
    ];
  }
}
