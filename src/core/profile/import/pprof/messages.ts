import { Float64Column, Int32Column } from '../../model/growing-column.ts';
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

/** Samples, compactly: their locations may come behind them in the file. */
export class SampleColumns {
  /** Leaf first, of all samples behind each other. */
  readonly locations = new Float64Column();
  readonly locationEnds = new Float64Column();
  readonly values = new Float64Column();
  readonly valueEnds = new Float64Column();
  /** Number of the thread by the labels. */
  readonly threads = new Int32Column();
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

export function readSample(
  cursor: WireCursor,
  end: number,
  columns: SampleColumns,
  threadOf: (labels: readonly Label[]) => number,
): void {
  const labels: Label[] = [];
  eachField(cursor, end, (number, wireType) => {
    if (number === 1) return numbers(cursor, wireType, () => columns.locations.push(cursor.unsigned()));
    if (number === 2) return numbers(cursor, wireType, () => columns.values.push(cursor.signed()));
    if (number !== 3 || wireType !== 2) return false;
    labels.push(readLabel(cursor, cursor.length()));
    return true;
  });
  columns.locationEnds.push(columns.locations.length);
  columns.valueEnds.push(columns.values.length);
  columns.threads.push(threadOf(labels));
}

/** Repeated numbers, packed or one by one. */
function numbers(cursor: WireCursor, wireType: number, one: () => void): boolean {
  if (wireType === 0) {
    one();
    return true;
  }
  if (wireType !== 2) return false;
  const end = cursor.length();
  while (cursor.at < end) one();
  return true;
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
