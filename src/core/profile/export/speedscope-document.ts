import { placeOfFrame } from '../functions.ts';
import type { NewProfile, StackTable, WeightUnit } from '../model/profile.ts';

const SCHEMA = 'https://www.speedscope.app/file-format-schema.json';
/** Texts shorter than this are put together before they are handed out. */
const PIECE = 1 << 16;

/** Units that speedscope knows; everything that is neither time nor bytes has none there. */
function unitOf(unit: WeightUnit): string {
  return unit === 'ns' ? 'nanoseconds' : unit === 'bytes' ? 'bytes' : 'none';
}

export interface ExportedProfile {
  readonly profile: NewProfile;
  /** Place in its weight types. */
  readonly weight: number;
}

/**
 * Profiles as a speedscope file, in pieces: one sampled profile per thread, samples in the order of the file; neighbours
 * with the same stack become one. The pieces together are one JSON document.
 */
export function* speedscopeDocument(
  name: string,
  exporter: string,
  profiles: readonly ExportedProfile[],
): Generator<string> {
  let piece = `{"$schema":"${SCHEMA}","exporter":${JSON.stringify(exporter)},"name":${JSON.stringify(name)},"activeProfileIndex":0,"shared":{"frames":[`;
  const firstFrames: number[] = [];
  let frames = 0;
  for (const { profile } of profiles) {
    firstFrames.push(frames);
    for (let frame = 0; frame < profile.frames.count; frame++) {
      piece += (frames++ === 0 ? '' : ',') + frameText(profile, frame);
      if (piece.length > PIECE) {
        yield piece;
        piece = '';
      }
    }
  }
  piece += ']},"profiles":[';
  let written = 0;
  for (const [place, { profile, weight }] of profiles.entries()) {
    for (const thread of profile.threads.keys()) {
      const own = placesOf(profile, thread);
      if (own.length === 0 && profile.threads.length > 1) continue;
      piece += written++ === 0 ? '' : ',';
      for (const text of sampledProfile(profile, weight, thread, own, firstFrames[place]!)) {
        piece += text;
        if (piece.length > PIECE) {
          yield piece;
          piece = '';
        }
      }
    }
  }
  yield `${piece}]}\n`;
}

function frameText({ frames }: NewProfile, frame: number): string {
  const { name, file, module, line, column } = placeOfFrame(frames, frame);
  return JSON.stringify({
    name,
    file: file ?? module ?? undefined,
    line: line ?? undefined,
    col: column ?? undefined,
  });
}

function placesOf({ samples, threads }: NewProfile, thread: number): Uint32Array {
  if (threads.length === 1) return Uint32Array.from({ length: samples.count }, (_, i) => i);
  let count = 0;
  for (const own of samples.thread) if (own === thread) count++;
  const places = new Uint32Array(count);
  let at = 0;
  for (let i = 0; i < samples.count; i++) if (samples.thread[i] === thread) places[at++] = i;
  return places;
}

function* sampledProfile(
  profile: NewProfile,
  weight: number,
  thread: number,
  places: Uint32Array,
  firstFrame: number,
): Generator<string> {
  const { stack } = profile.samples;
  const weights = profile.samples.weights[weight]!;
  const merged: number[] = [];
  let end = 0;
  const { name } = profile.threads[thread]!;
  const title = profile.threads.length === 1 ? profile.name : `${profile.name} ${name}`;
  yield `{"type":"sampled","name":${JSON.stringify(title)},"unit":"${unitOf(profile.weightTypes[weight]!.unit)}","startValue":0,"samples":[`;
  for (let i = 0; i < places.length;) {
    const own = stack[places[i]!]!;
    let sum = 0;
    for (; i < places.length && stack[places[i]!] === own; i++) sum += weights[places[i]!]!;
    yield (merged.length === 0 ? '[' : ',[') + framesOfStack(profile.stacks, own, firstFrame) + ']';
    merged.push(sum);
    end += sum;
  }
  yield `],"weights":[`;
  for (const [i, sum] of merged.entries()) yield (i === 0 ? '' : ',') + String(sum);
  yield `],"endValue":${end}}`;
}

/** Root first. */
function framesOfStack({ parent, frame }: StackTable, stack: number, firstFrame: number): string {
  const frames: number[] = [];
  for (let at = stack; at >= 0; at = parent[at]!) frames.push(frame[at]! + firstFrame);
  return frames.reverse().join(',');
}
