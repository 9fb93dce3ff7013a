import { Int32Column, NumberColumn } from '../../model/growing-column.ts';
import { LocationStacks } from './location-stacks.ts';
import type { WireCursor } from './wire.ts';

/** Messages of google/pprof proto/profile.proto. Texts are places in the string table. */

export interface ValueType {
  readonly type: number;
  readonly unit: number;
}

export interface Label {
  readonly key: number;
  /** 0: none. */
  readonly text: number;
  readonly number: number;
}

export interface Line {
  readonly functionId: number;
}

export interface Location {
  readonly id: number;
  readonly mappingId: number;
  readonly address: number;
  /** Innermost first: all but the last are inlined. */
  readonly lines: readonly Line[];
}

export interface Mapping {
  readonly id: number;
  readonly file: number;
}

export interface PprofFunction {
  readonly id: number;
  readonly name: number;
  readonly systemName: number;
  readonly file: number;
  readonly startLine: number;
}

/** Numbers of one record in an array that is used again. */
class NumberList {
  values = new Float64Array(64);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Float64Array(this.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }
}

/** Samples, compactly: what their locations are may come behind them in the file. */
export class SampleColumns {
  readonly stacks = new LocationStacks();
  /** Place among {@link stacks}. */
  readonly stack = new Int32Column();
  readonly values = new NumberColumn();
  readonly valueEnds = new Int32Column();
  /** Number of the thread by the labels. */
  readonly threads = new Int32Column();
  /** Locations of the sample at hand, leaf first. */
  readonly ids = new NumberList();
}

/** Fields of one message by number; what is not a message is given as a number. */
function eachField(
  cursor: WireCursor,
  end: number,
  field: (number: number, wireType: number) => boolean,
): void {
  const outer = cursor.end;
  cursor.end = end;
  while (cursor.more) {
    const tag = cursor.tag();
    if (!field(tag >>> 3, tag & 7)) cursor.skip(tag & 7);
  }
  cursor.end = outer;
}

export function readValueType(cursor: WireCursor, end: number): ValueType {
  let type = 0;
  let unit = 0;
  eachField(cursor, end, (number, wireType) => {
    if (wireType !== 0 || number > 2) return false;
    if (number === 1) type = cursor.unsigned();
    else unit = cursor.unsigned();
    return true;
  });
  return { type, unit };
}

const NO_LABELS: readonly Label[] = [];

export function readSample(
  cursor: WireCursor,
  end: number,
  columns: SampleColumns,
  threadOf: (labels: readonly Label[]) => number,
): void {
  const { ids, values } = columns;
  ids.clear();
  let labels: Label[] | null = null;
  const outer = cursor.end;
  cursor.end = end;
  // Most of a file is samples: no closure here.
  while (cursor.more) {
    const tag = cursor.tag();
    const number = tag >>> 3;
    const wireType = tag & 7;
    if (number === 1 && wireType === 2) {
      const last = cursor.length();
      while (cursor.at < last) ids.push(cursor.unsigned());
    } else if (number === 1 && wireType === 0) {
      ids.push(cursor.unsigned());
    } else if (number === 2 && wireType === 2) {
      const last = cursor.length();
      while (cursor.at < last) values.push(cursor.signed());
    } else if (number === 2 && wireType === 0) {
      values.push(cursor.signed());
    } else if (number === 3 && wireType === 2) {
      labels ??= [];
      labels.push(readLabel(cursor, cursor.length()));
    } else {
      cursor.skip(wireType);
    }
  }
  cursor.end = outer;
  columns.stack.push(columns.stacks.stackOf(ids.values, ids.length));
  columns.valueEnds.push(values.length);
  columns.threads.push(threadOf(labels ?? NO_LABELS));
}

function readLabel(cursor: WireCursor, end: number): Label {
  const fields = [0, 0, 0, 0];
  eachField(cursor, end, (number, wireType) => {
    if (wireType !== 0 || number > 3) return false;
    fields[number] = cursor.signed();
    return true;
  });
  return { key: fields[1]!, text: fields[2]!, number: fields[3]! };
}

export function readMapping(cursor: WireCursor, end: number): Mapping {
  const fields = numberFields(cursor, end, 5);
  return { id: fields[1]!, file: fields[5]! };
}

export function readFunction(cursor: WireCursor, end: number): PprofFunction {
  const [, id, name, systemName, file, startLine] = numberFields(cursor, end, 5);
  return { id: id!, name: name!, systemName: systemName!, file: file!, startLine: startLine! };
}

export function readLocation(cursor: WireCursor, end: number): Location {
  const fields = [0, 0, 0, 0];
  const lines: Line[] = [];
  eachField(cursor, end, (number, wireType) => {
    if (number === 4 && wireType === 2) {
      lines.push({ functionId: numberFields(cursor, cursor.length(), 1)[1]! });
      return true;
    }
    if (wireType !== 0 || number > 3) return false;
    fields[number] = cursor.unsigned();
    return true;
  });
  return { id: fields[1]!, mappingId: fields[2]!, address: fields[3]!, lines };
}

function numberFields(cursor: WireCursor, end: number, last: number): number[] {
  const fields = new Array<number>(last + 1).fill(0);
  eachField(cursor, end, (number, wireType) => {
    if (wireType !== 0 || number > last) return false;
    fields[number] = cursor.unsigned();
    return true;
  });
  return fields;
}
