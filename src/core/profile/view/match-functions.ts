import { AppError } from '#shared/contract/errors.ts';
import { compileFunctionPattern, type FunctionMatch, type FunctionPlace } from '#shared/model/profile.ts';
import { TimeLimit } from '../../labels/time-limit.ts';
import { NO_TEXT, type FrameTable } from '../model/profile.ts';
import { PER_TURN, type Turns } from '../turns.ts';

/** Of a longer text, patterns see this much. */
const MAX_TEXT_CHARS = 4096;
/** Texts between two looks at the clock, and what they may take: some 100 µs each. */
const TEXTS_PER_LIMIT = 256;
const LIMIT_MS = 80;

/**
 * Functions that match, in the order of the table.
 * @param frames one per function
 * @throws {AppError} `bad-request` for a pattern that is no expression, or takes too long
 */
export function* matchingFunctions(frames: FrameTable, match: FunctionMatch): Turns<readonly number[]> {
  switch (match.by) {
    case 'function':
      return yield* having(frames, placeTest(frames, match));
    case 'module': {
      const isModule = (text: number): boolean => text !== NO_TEXT && frames.texts.at(text) === match.module;
      return yield* having(frames, (frame) => isModule(frames.module[frame]!));
    }
    case 'pattern': {
      const found = yield* foundTexts(frames, match.pattern);
      const isFound = (text: number): boolean => text !== NO_TEXT && found[text] === 1;
      return yield* having(
        frames,
        (frame) =>
          isFound(frames.name[frame]!) || isFound(frames.file[frame]!) || isFound(frames.module[frame]!),
      );
    }
  }
}

function placeTest({ texts, ...frames }: FrameTable, place: FunctionPlace): (frame: number) => boolean {
  return (frame) => {
    if (place.line !== null && frames.line[frame] !== place.line) return false;
    const file = frames.file[frame]!;
    if (place.file !== null && (file === NO_TEXT || texts.at(file) !== place.file)) return false;
    return texts.at(frames.name[frame]!) === place.name;
  };
}

function* having(frames: FrameTable, test: (frame: number) => boolean): Turns<readonly number[]> {
  const matching: number[] = [];
  for (let frame = 0; frame < frames.count; frame++) {
    if (frame % PER_TURN === 0) yield;
    if (test(frame)) matching.push(frame);
  }
  return matching;
}

/** By text: 1 where the pattern is found. */
function* foundTexts({ texts }: FrameTable, pattern: string): Turns<Uint8Array> {
  const expression = compileFunctionPattern(pattern);
  const limit = new TimeLimit();
  const found = new Uint8Array(texts.count);
  for (let from = 0; from < texts.count; from += TEXTS_PER_LIMIT) {
    yield;
    const to = Math.min(texts.count, from + TEXTS_PER_LIMIT);
    const inTime = limit.run(LIMIT_MS, () => {
      for (let id = from; id < to; id++)
        if (expression.test(texts.at(id).slice(0, MAX_TEXT_CHARS))) found[id] = 1;
    });
    if (inTime) continue;
    throw new AppError('bad-request', `The expression "${pattern}" takes too long on some names.`, {
      hint: 'Repeated parts within repeated parts, such as (a+)+, try every way to split a name. Write it more simply.',
    });
  }
  return found;
}
