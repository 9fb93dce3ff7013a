import type { TextColumn } from '#shared/contract/columns.ts';
import type { ProfileFunctions } from '#shared/model/profile.ts';
import { NO_TEXT, type FrameTable } from '../model/profile.ts';

/** Collects the functions that an answer speaks of, in the order in which they are met. */
export class AnswerFunctions {
  private readonly frames: FrameTable;
  /** Row by frame; -1 while it is not there. */
  private readonly rows: Int32Array;
  private readonly ids: number[] = [];

  /** @param frames one per function */
  constructor(frames: FrameTable) {
    this.frames = frames;
    this.rows = new Int32Array(frames.count).fill(-1);
  }

  /** @returns the row of the function */
  rowOf(frame: number): number {
    const known = this.rows[frame]!;
    if (known >= 0) return known;
    const row = this.ids.length;
    this.rows[frame] = row;
    this.ids.push(frame);
    return row;
  }

  columns(): ProfileFunctions {
    const { frames, ids } = this;
    const numbers = (column: Int32Array): Int32Array => Int32Array.from(ids, (id) => column[id]!);
    return {
      count: ids.length,
      id: Int32Array.from(ids),
      name: this.texts(frames.name),
      file: this.texts(frames.file),
      module: this.texts(frames.module),
      line: numbers(frames.line),
      column: numbers(frames.column),
      kind: Uint8Array.from(ids, (id) => frames.kind[id]!),
    };
  }

  private texts(column: Int32Array): TextColumn {
    const codeOf = new Map<number, number>();
    const dictionary: string[] = [];
    const codes = Int32Array.from(this.ids, (id) => {
      const text = column[id]!;
      if (text === NO_TEXT) return -1;
      let code = codeOf.get(text);
      if (code === undefined) {
        code = dictionary.length;
        codeOf.set(text, code);
        dictionary.push(this.frames.texts.at(text));
      }
      return code;
    });
    return { kind: 'text', dictionary, codes };
  }
}
