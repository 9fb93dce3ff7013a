import type { WireCursor } from '../pprof/wire.ts';
import type { OtlpAttribute, OtlpProfileFields, OtlpTables } from './otlp-tables.ts';

/** Messages of opentelemetry-proto, profiles v1development (with `stack_table`), by their field numbers. */

const NS_PER_US = 1000;
const VARINT = 0;
const FIXED64 = 1;

/** Calls back for each field; what it does not read is skipped. */
export function eachField(
  cursor: WireCursor,
  end: number,
  field: (number: number, wireType: number) => boolean,
): void {
  while (cursor.at < end) {
    const tag = cursor.tag();
    if (!field(tag >>> 3, tag & 7)) cursor.skip(tag & 7);
  }
}

/** A message inside of another: its end is where the outer one goes on. */
function message(cursor: WireCursor, read: (end: number) => void): true {
  const end = cursor.length();
  const outer = cursor.end;
  cursor.end = end;
  read(end);
  cursor.end = outer;
  cursor.at = end;
  return true;
}

/** One number, or many that are packed. */
function numbers(cursor: WireCursor, wireType: number, into: number[], fixed = false): true {
  const one = (): void => {
    into.push(fixed ? cursor.fixed64() : cursor.signed());
  };
  if (wireType === VARINT || wireType === FIXED64) one();
  else
    message(cursor, (end) => {
      while (cursor.at < end) one();
    });
  return true;
}

export function readResourceProfiles(
  cursor: WireCursor,
  end: number,
  tables: OtlpTables,
  decode: Decode,
): void {
  const attributes: OtlpAttribute[] = [];
  const resource = tables.resources.push(attributes) - 1;
  eachField(cursor, end, (number) => {
    if (number === 1)
      return message(cursor, (own) => {
        eachField(cursor, own, (field) => {
          if (field !== 1) return false;
          return message(cursor, (last) => attributes.push(readKeyValue(cursor, last, decode)));
        });
      });
    if (number !== 2) return false;
    return message(cursor, (own) => {
      eachField(cursor, own, (field) => {
        if (field !== 2) return false;
        return message(cursor, (last) => readProfile(cursor, last, tables, resource));
      });
    });
  });
}

/** Texts of bytes. */
export type Decode = (start: number, end: number) => string;

function readKeyValue(cursor: WireCursor, end: number, decode: Decode): OtlpAttribute {
  let key = '';
  let value: string | number = '';
  eachField(cursor, end, (field) => {
    if (field === 1) return message(cursor, (own) => (key = decode(cursor.at, own)));
    if (field !== 2) return false;
    return message(cursor, (own) => (value = readValue(cursor, own, decode)));
  });
  return { key, value };
}

/** Texts and whole numbers are all that is used. */
function readValue(cursor: WireCursor, end: number, decode: Decode): string | number {
  let value: string | number = '';
  eachField(cursor, end, (field, wireType) => {
    if (field === 1) return message(cursor, (own) => (value = decode(cursor.at, own)));
    if (field !== 3 || wireType !== VARINT) return false;
    value = cursor.signed();
    return true;
  });
  return value;
}

function readProfile(cursor: WireCursor, end: number, tables: OtlpTables, resource: number): void {
  const place = tables.addProfile(resource);
  const profile = tables.profiles[place]!;
  eachField(cursor, end, (field, wireType) => {
    switch (field) {
      case 1:
        return message(cursor, (own) => readType(cursor, own, profile, 'sample'));
      case 2:
        return message(cursor, (own) => readSample(cursor, own, tables, place));
      case 3:
        if (wireType !== FIXED64) return false;
        profile.timeUs = cursor.fixed64() / NS_PER_US;
        return true;
      case 4:
        if (wireType !== VARINT) return false;
        profile.durationUs = cursor.unsigned() / NS_PER_US;
        return true;
      case 5:
        return message(cursor, (own) => readType(cursor, own, profile, 'period'));
      case 6:
        if (wireType !== VARINT) return false;
        profile.period = cursor.signed();
        return true;
      default:
        return false;
    }
  });
}

function readType(
  cursor: WireCursor,
  end: number,
  profile: OtlpProfileFields,
  of: 'sample' | 'period',
): void {
  eachField(cursor, end, (field, wireType) => {
    if (wireType !== VARINT || field > 2) return false;
    const text = cursor.unsigned();
    if (of === 'sample' && field === 1) profile.type = text;
    if (of === 'sample' && field === 2) profile.unit = text;
    if (of === 'period' && field === 2) profile.periodUnit = text;
    return true;
  });
}

function readSample(cursor: WireCursor, end: number, tables: OtlpTables, profile: number): void {
  let stack = 0;
  const attributes: number[] = [];
  const values: number[] = [];
  const instants: number[] = [];
  eachField(cursor, end, (field, wireType) => {
    switch (field) {
      case 1:
        if (wireType !== VARINT) return false;
        stack = cursor.unsigned();
        return true;
      case 2:
        return numbers(cursor, wireType, attributes);
      case 4:
        return numbers(cursor, wireType, values);
      case 5:
        return numbers(cursor, wireType, instants, true);
      default:
        return false;
    }
  });
  tables.addSample(profile, { stack, attributes, values, instants: instants.map((ns) => ns / NS_PER_US) });
}

export function readDictionary(cursor: WireCursor, end: number, tables: OtlpTables, decode: Decode): void {
  eachField(cursor, end, (table) => {
    switch (table) {
      case 1:
        return message(cursor, (own) => tables.mappings.push(numbersByField(cursor, own).get(4)?.[0] ?? 0));
      case 2:
        return message(cursor, (own) => readLocation(cursor, own, tables));
      case 3:
        return message(cursor, (own) => {
          const fields = numbersByField(cursor, own);
          const first = (field: number): number => fields.get(field)?.[0] ?? 0;
          tables.functions.push({ name: first(1), systemName: first(2), file: first(3), line: first(4) });
        });
      case 5:
        return message(cursor, (own) => tables.texts.push(decode(cursor.at, own)));
      case 6:
        return message(cursor, (own) => {
          let key = 0;
          let value: string | number = '';
          eachField(cursor, own, (field, wireType) => {
            if (field === 1 && wireType === VARINT) {
              key = cursor.unsigned();
              return true;
            }
            return field === 2 && message(cursor, (last) => (value = readValue(cursor, last, decode)));
          });
          tables.attributes.push({ key, value });
        });
      case 7:
        return message(cursor, (own) => tables.stacks.push(numbersByField(cursor, own).get(1) ?? []));
      default:
        return false;
    }
  });
}

function readLocation(cursor: WireCursor, end: number, tables: OtlpTables): void {
  let mapping = 0;
  let address = 0;
  const functions: number[] = [];
  const attributes: number[] = [];
  eachField(cursor, end, (field, wireType) => {
    if (field === 1 && wireType === VARINT) mapping = cursor.unsigned();
    else if (field === 2 && wireType === VARINT) address = cursor.unsigned();
    else if (field === 3)
      return message(cursor, (own) => functions.push(numbersByField(cursor, own).get(1)?.[0] ?? 0));
    else if (field === 4) return numbers(cursor, wireType, attributes);
    else return false;
    return true;
  });
  tables.locations.push({ mapping, address, functions, attributes });
}

/** Fields that are numbers, or lists of them. */
function numbersByField(cursor: WireCursor, end: number): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  eachField(cursor, end, (field, wireType) => {
    const list = found.get(field) ?? [];
    found.set(field, list);
    return (wireType === VARINT || wireType === 2) && numbers(cursor, wireType, list);
  });
  return found;
}
