import { NO_TEXT, type FrameTable } from './model/profile.ts';

/**
 * Functions of a profile: frames that differ only in how they ran (interpreted, compiled, inlined) are one function.
 * Numbers are given in the order of the first frame.
 */
export interface FunctionTable {
  readonly count: number;
  /** Function by frame. */
  readonly ofFrame: Int32Array;
  /** First frame by function: where its name and place stand. */
  readonly frame: Int32Array;
}

/** What a function is called and where it is. */
export interface FunctionPlace {
  readonly name: string;
  readonly file: string | null;
  readonly module: string | null;
  /** From 1; null when it is not known. */
  readonly line: number | null;
  readonly column: number | null;
}

export function functionTable(frames: FrameTable): FunctionTable {
  const ofFrame = new Int32Array(frames.count);
  const first: number[] = [];
  const numbers = new Map<string, number>();
  const { name, file, module, line, column } = frames;
  for (let frame = 0; frame < frames.count; frame++) {
    const key = `${name[frame]},${file[frame]},${module[frame]},${line[frame]},${column[frame]}`;
    let number = numbers.get(key);
    if (number === undefined) {
      number = first.length;
      numbers.set(key, number);
      first.push(frame);
    }
    ofFrame[frame] = number;
  }
  return { count: first.length, ofFrame, frame: Int32Array.from(first) };
}

export function placeOfFrame({ texts, ...columns }: FrameTable, frame: number): FunctionPlace {
  const file = columns.file[frame]!;
  const module = columns.module[frame]!;
  const line = columns.line[frame]!;
  const column = columns.column[frame]!;
  return {
    name: texts.at(columns.name[frame]!),
    file: file === NO_TEXT ? null : texts.at(file),
    module: module === NO_TEXT ? null : texts.at(module),
    line: line === 0 ? null : line,
    column: column === 0 ? null : column,
  };
}
