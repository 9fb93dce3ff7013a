import { AppError } from '#shared/contract/errors.ts';
import { readClassDump } from './class-dump.ts';
import type { HprofCursor } from './hprof-cursor.ts';
import {
  dumpTags,
  isPartTag,
  isRecordTag,
  primitiveTypes,
  recordTags,
  rootKinds,
  type ClassDump,
} from './hprof-records.ts';

/** Sees the records of a file in their order. */
export interface HprofVisitor {
  /** `bytes` are modified UTF-8 and valid during the call. */
  text?(id: number, bytes: Uint8Array): void;
  classLoaded?(classId: number, nameId: number): void;
  root?(tag: number, id: number): void;
  classDump(dump: ClassDump): void;
  /** @param data values of the fields, valid during the call; may be empty for a visitor that wants no data */
  instance(id: number, classId: number, data: Uint8Array): void;
  /** Called when the whole array is there: after all of its elements. */
  objectArray(id: number, classId: number, length: number): void;
  primitiveArray(id: number, type: number, length: number): void;
  /** An element of the array that is under way; without it, elements are skipped. */
  element?(index: number, target: number): void;
  readonly wantsData: boolean;
}

export interface HprofHeader {
  /** `JAVA PROFILE 1.0.2` */
  readonly version: string;
  readonly takenAtMs: number;
}

/** How reading ended. */
export interface WalkEnd {
  /** Why not everything was read; null at the regular end. */
  readonly problem: string | null;
}

/** Texts of names; longer ones are no names. */
const MAX_TEXT_BYTES = 1 << 16;
/** Values of the fields of one instance: a class has at most 65,535 fields. */
const MAX_INSTANCE_BYTES = 1 << 24;
const HEADER_BYTES = 32;

/** @throws {AppError} `file-damaged` where the header is none */
export async function readHprofHeader(cursor: HprofCursor, name: string): Promise<HprofHeader> {
  const text: number[] = [];
  for (let i = 0; i < HEADER_BYTES && (await cursor.ensure(1)); i++) {
    const byte = cursor.u8();
    if (byte === 0) break;
    text.push(byte);
  }
  const known = await cursor.ensure(12);
  const idBytes = known ? cursor.u32() : 0;
  if (idBytes !== 4 && idBytes !== 8) {
    throw new AppError('file-damaged', `${name} begins like a Java heap dump, but its header is damaged.`, {
      hint: 'Take the dump again, or copy it again from where it was taken.',
    });
  }
  cursor.idBytes = idBytes;
  const takenAtMs = cursor.u32() * 2 ** 32 + cursor.u32();
  return { version: String.fromCharCode(...text), takenAtMs };
}

/** Reads all records behind the header. Damage ends the walk, and is no error: what came before it counts. */
export async function walkHprof(cursor: HprofCursor, visitor: HprofVisitor): Promise<WalkEnd> {
  const walker = new Walker(cursor, visitor);
  for (;;) {
    if (!(await cursor.ensure(1))) return { problem: null };
    const start = cursor.place;
    if (!(await cursor.ensure(9))) return cutAt(start);
    const tag = cursor.u8();
    cursor.jump(4);
    const length = cursor.u32();
    if (!isRecordTag(tag))
      return { problem: `what stands at byte ${start.toLocaleString('en')} is no record` };
    let whole: boolean | string;
    if (tag === recordTags.heapDump || tag === recordTags.heapDumpSegment) {
      whole = await walker.dump(cursor.place, length, tag === recordTags.heapDumpSegment);
    } else {
      whole = await walker.plainRecord(tag, length);
    }
    if (typeof whole === 'string') return { problem: whole };
    if (!whole) return cutAt(start);
  }
}

function cutAt(place: number): WalkEnd {
  return { problem: `the file ends within the record at byte ${place.toLocaleString('en')}` };
}

class Walker {
  readonly #cursor: HprofCursor;
  readonly #visitor: HprofVisitor;

  constructor(cursor: HprofCursor, visitor: HprofVisitor) {
    this.#cursor = cursor;
    this.#visitor = visitor;
  }

  async plainRecord(tag: number, length: number): Promise<boolean> {
    const cursor = this.#cursor;
    const { idBytes } = cursor;
    if (
      tag === recordTags.text &&
      this.#visitor.text !== undefined &&
      length >= idBytes &&
      length <= MAX_TEXT_BYTES
    ) {
      if (!(await cursor.ensure(length))) return false;
      const id = cursor.id();
      this.#visitor.text(id, cursor.take(length - idBytes));
      return true;
    }
    if (
      tag === recordTags.loadClass &&
      this.#visitor.classLoaded !== undefined &&
      length >= 8 + 2 * idBytes
    ) {
      if (!(await cursor.ensure(length))) return false;
      cursor.jump(4);
      const classId = cursor.id();
      cursor.jump(4);
      this.#visitor.classLoaded(classId, cursor.id());
      return cursor.skip(length - 8 - 2 * idBytes);
    }
    return cursor.skip(length);
  }

  /**
   * The parts of a heap dump. The length of an undivided one counts modulo 4 GiB: where a part goes beyond its end, or no record
   * of the file follows there, the parts are trusted and read up to the end of the file.
   */
  async dump(start: number, length: number, divided: boolean): Promise<boolean | string> {
    const cursor = this.#cursor;
    let end = divided || length > 0 ? start + length : Infinity;
    for (;;) {
      const { place } = cursor;
      const more = cursor.has(1) || (await cursor.ensure(1));
      if (place === end && (divided || !more || isRecordTag(cursor.peek()))) return true;
      if (place >= end) {
        if (divided) return `a part goes beyond its segment at byte ${place.toLocaleString('en')}`;
        end = Infinity;
      }
      if (!more) return end === Infinity;
      if (end === Infinity && !isPartTag(cursor.peek())) return true;
      if (this.#instanceAtOnce()) continue;
      const whole = await this.#part();
      if (whole === null) return `what stands at byte ${place.toLocaleString('en')} of the heap is no object`;
      if (!whole) return false;
    }
  }

  /** @returns null for a tag that nobody knows, false where the file ends */
  async #part(): Promise<boolean | null> {
    const cursor = this.#cursor;
    const { idBytes } = cursor;
    const tag = cursor.u8();
    switch (tag) {
      case dumpTags.instance:
        return this.#instance();
      case dumpTags.objectArray:
        return this.#objectArray();
      case dumpTags.primitiveArray:
      case dumpTags.primitiveArrayWithoutData:
        return this.#primitiveArray(tag === dumpTags.primitiveArray);
      case dumpTags.classDump: {
        const dump = await readClassDump(cursor);
        if (dump === false || dump === null) return dump;
        this.#visitor.classDump(dump);
        return true;
      }
      case dumpTags.heapInfo:
        return cursor.skip(4 + idBytes);
      default: {
        const kind = rootKinds.get(tag);
        if (kind === undefined) return null;
        const rest = kind.ids * idBytes + kind.words * 4;
        if (!cursor.has(idBytes + rest) && !(await cursor.ensure(idBytes + rest))) return false;
        const id = cursor.id();
        this.#visitor.root?.(tag, id);
        cursor.jump(rest);
        return true;
      }
    }
  }

  /**
   * Most parts are small instances that are in the buffer already: waiting for each would take longer than reading it.
   * @returns false where the part is another, or not all there
   */
  #instanceAtOnce(): boolean {
    const cursor = this.#cursor;
    const head = 9 + 2 * cursor.idBytes;
    if (!cursor.has(head) || cursor.peek() !== dumpTags.instance) return false;
    const length = cursor.peekU32(head - 4);
    if (!cursor.has(head + length)) return false;
    cursor.jump(1);
    const id = cursor.id();
    cursor.jump(4);
    const classId = cursor.id();
    cursor.jump(4);
    this.#visitor.instance(id, classId, cursor.take(length));
    return true;
  }

  async #instance(): Promise<boolean | null> {
    const cursor = this.#cursor;
    const head = 8 + 2 * cursor.idBytes;
    if (!cursor.has(head) && !(await cursor.ensure(head))) return false;
    const id = cursor.id();
    cursor.jump(4);
    const classId = cursor.id();
    const length = cursor.u32();
    if (length > MAX_INSTANCE_BYTES) return null;
    if (!this.#visitor.wantsData) {
      if (cursor.has(length)) cursor.jump(length);
      else if (!(await cursor.skip(length))) return false;
      this.#visitor.instance(id, classId, NO_DATA);
      return true;
    }
    if (!cursor.has(length) && !(await cursor.ensure(length))) return false;
    this.#visitor.instance(id, classId, cursor.take(length));
    return true;
  }

  async #objectArray(): Promise<boolean> {
    const cursor = this.#cursor;
    const { idBytes } = cursor;
    const head = 8 + 2 * idBytes;
    if (!cursor.has(head) && !(await cursor.ensure(head))) return false;
    const id = cursor.id();
    cursor.jump(4);
    const length = cursor.u32();
    const classId = cursor.id();
    if (this.#visitor.element === undefined) {
      if (!(await cursor.skip(length * idBytes))) return false;
    } else {
      for (let index = 0; index < length; index++) {
        if (!cursor.has(idBytes) && !(await cursor.ensure(idBytes))) return false;
        const target = cursor.id();
        if (target !== 0) this.#visitor.element(index, target);
      }
    }
    this.#visitor.objectArray(id, classId, length);
    return true;
  }

  async #primitiveArray(withData: boolean): Promise<boolean | null> {
    const cursor = this.#cursor;
    const head = 9 + cursor.idBytes;
    if (!cursor.has(head) && !(await cursor.ensure(head))) return false;
    const id = cursor.id();
    cursor.jump(4);
    const length = cursor.u32();
    const type = cursor.u8();
    const primitive = primitiveTypes.get(type);
    if (primitive === undefined) return null;
    if (withData && !(await cursor.skip(length * primitive.bytes))) return false;
    this.#visitor.primitiveArray(id, type, length);
    return true;
  }
}

const NO_DATA = new Uint8Array(0);
