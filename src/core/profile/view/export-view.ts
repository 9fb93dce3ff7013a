import { AppError } from '#shared/contract/errors.ts';
import {
  MAX_SPEEDSCOPE_RECTANGLES,
  type ExportedFile,
  type ProfileExport,
  type ProfileSelection,
} from '#shared/model/profile.ts';
import { foldedLines } from '../export/folded-lines.ts';
import { speedscopeDocument } from '../export/speedscope-document.ts';
import type { NewProfile } from '../model/profile.ts';
import { pickedSamples, selectingSamples } from '../select-samples.ts';
import { Int32Column } from '../model/growing-column.ts';
import { LOST_STACK } from '../transforms.ts';
import { PER_TURN, type Turns } from '../turns.ts';
import type { StackedSamples } from './opened-profile.ts';
import { sampleSelection, weightOf } from './selected-stacks.ts';
import type { ViewedProfile } from './viewed-profile.ts';

/** Larger files would not pass to the window in one message. */
const MAX_EXPORT_BYTES = 1 << 29;

export interface ExportRequest {
  readonly selection: ProfileSelection;
  readonly to: ProfileExport;
  readonly maxRectangles?: number | undefined;
}

/**
 * A selection as a file of another tool.
 * @throws {AppError} `bad-request` when it is too large, saying what to do
 */
export function* exportView(
  viewed: ViewedProfile,
  { selection, to, maxRectangles = MAX_SPEEDSCOPE_RECTANGLES }: ExportRequest,
): Turns<ExportedFile> {
  const { profile } = viewed;
  weightOf(profile, selection.weight);
  const stacked = yield* selectedSamples(viewed, selection);
  const shown: NewProfile = { ...profile, ...stacked };
  const exported = [{ profile: shown, weight: selection.weight }];
  if (to === 'folded') {
    const bytes = yield* encoded(foldedLines(exported));
    return { name: `${fileName(profile.name)}.folded`, mediaType: 'text/plain', bytes };
  }
  yield* refuseTooMany(shown, maxRectangles);
  const document = speedscopeDocument(profile.name, 'Loadstone', exported);
  const bytes = yield* encoded(document);
  return { name: `${fileName(profile.name)}.speedscope.json`, mediaType: 'application/json', bytes };
}

/** The samples of a selection, on the stacks that its changes made. */
export function* selectedSamples(viewed: ViewedProfile, selection: ProfileSelection): Turns<StackedSamples> {
  const { profile } = viewed;
  const { frames, stacks, changes } = yield* viewed.changedStacks(selection);
  const part = yield* selectingSamples(
    profile.samples,
    profile.weightTypes,
    sampleSelection(profile, selection),
  );
  if (changes === null) return { frames, stacks, samples: part };
  const places = new Int32Column();
  const stack = new Int32Column();
  for (let i = 0; i < part.count; i++) {
    if (i % PER_TURN === 0) yield;
    const own = part.stack[i]!;
    const at = own >= 0 ? changes.stackOf[own]! : changes.losesEmpty ? LOST_STACK : own;
    if (at === LOST_STACK) continue;
    places.push(i);
    stack.push(at);
  }
  yield;
  return { frames, stacks, samples: { ...pickedSamples(part, places.take()), stack: stack.take() } };
}

/** Boxes that speedscope would draw in the order of time: frames that are opened from one stack to the next (method R3). */
function* rectanglesOf({ samples, stacks, threads }: NewProfile): Turns<number> {
  const depth = new Int32Array(stacks.count);
  for (let stack = 0; stack < stacks.count; stack++) {
    const above = stacks.parent[stack]!;
    depth[stack] = above < 0 ? 1 : depth[above]! + 1;
  }
  const last = new Int32Array(threads.length).fill(-1);
  let rectangles = 0;
  for (let i = 0; i < samples.count; i++) {
    if (i % (PER_TURN / 8) === 0) yield;
    const thread = samples.thread[i]!;
    let old = last[thread]!;
    const stack = samples.stack[i]!;
    last[thread] = stack;
    for (let at = stack; at >= 0 && at !== old; at = stacks.parent[at]!) {
      while (old >= 0 && depth[old]! > depth[at]!) old = stacks.parent[old]!;
      if (at !== old) rectangles++;
      else break;
    }
  }
  return rectangles;
}

function* refuseTooMany(profile: NewProfile, maxRectangles: number): Turns<undefined> {
  const rectangles = yield* rectanglesOf(profile);
  if (rectangles <= maxRectangles) return undefined;
  const millions = (count: number): string => `${(count / 1e6).toPrecision(2)} million`;
  throw new AppError(
    'bad-request',
    `speedscope would have to draw ${millions(rectangles)} boxes; beyond ${millions(maxRectangles)} its page runs out of memory.`,
    { hint: 'Choose a part of the time or one thread, collapse libraries, or export folded stacks.' },
  );
}

function* encoded(pieces: Iterable<string>): Turns<Uint8Array> {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  let length = 0;
  let text = '';
  const take = (): void => {
    const part = encoder.encode(text);
    text = '';
    length += part.length;
    if (length > MAX_EXPORT_BYTES)
      throw new AppError('bad-request', 'This export would be larger than 512 MB.', {
        hint: 'Choose a part of the time or one thread, or use "loadstone convert" on the command line.',
      });
    parts.push(part);
  };
  for (const piece of pieces) {
    text += piece;
    if (text.length < PER_TURN) continue;
    take();
    yield;
  }
  take();
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Without what no file name may have. */
function fileName(name: string): string {
  const plain = name.replace(/[\\/:*?"<>|\p{Cc}]+/gu, '-').replace(/^\.+/u, '');
  return plain.length === 0 ? 'profile' : plain.slice(0, 120);
}
