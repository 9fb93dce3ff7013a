/** Tags and sizes of HPROF (formats, section 11). */

export const recordTags = {
  text: 0x01,
  loadClass: 0x02,
  heapDump: 0x0c,
  heapDumpSegment: 0x1c,
  heapDumpEnd: 0x2c,
} as const;

/** Tags that a record of the file may begin with. */
export function isRecordTag(tag: number): boolean {
  return (tag >= 0x01 && tag <= 0x0e) || tag === 0x1c || tag === 0x2c;
}

export const dumpTags = {
  classDump: 0x20,
  instance: 0x21,
  objectArray: 0x22,
  primitiveArray: 0x23,
  /** Android. */
  heapInfo: 0xfe,
  primitiveArrayWithoutData: 0xc3,
} as const;

export interface RootKind {
  readonly name: string;
  /** Further ids and words of four bytes behind the id of the object. */
  readonly ids: number;
  readonly words: number;
}

const root = (name: string, ids = 0, words = 0): RootKind => ({ name, ids, words });

export const rootKinds: ReadonlyMap<number, RootKind> = new Map([
  [0xff, root('unknown root')],
  [0x01, root('JNI global', 1)],
  [0x02, root('JNI local', 0, 2)],
  [0x03, root('local variable', 0, 2)],
  [0x04, root('native stack', 0, 1)],
  [0x05, root('system class')],
  [0x06, root('thread block', 0, 1)],
  [0x07, root('busy monitor')],
  [0x08, root('thread', 0, 2)],
  [0x89, root('interned string')],
  [0x8a, root('finalizing')],
  [0x8b, root('debugger')],
  [0x8c, root('reference cleanup')],
  [0x8d, root('VM internal')],
  [0x8e, root('JNI monitor', 0, 2)],
  [0x90, root('unreachable')],
]);

/** Tags that a part of a heap dump may begin with. */
export function isPartTag(tag: number): boolean {
  return rootKinds.has(tag) || PART_TAGS.has(tag);
}

const PART_TAGS: ReadonlySet<number> = new Set(Object.values(dumpTags));

/** Type codes of fields and elements. */
export const OBJECT_TYPE = 2;

interface PrimitiveType {
  readonly name: string;
  readonly bytes: number;
}

export const primitiveTypes: ReadonlyMap<number, PrimitiveType> = new Map([
  [4, { name: 'boolean', bytes: 1 }],
  [5, { name: 'char', bytes: 2 }],
  [6, { name: 'float', bytes: 4 }],
  [7, { name: 'double', bytes: 8 }],
  [8, { name: 'byte', bytes: 1 }],
  [9, { name: 'short', bytes: 2 }],
  [10, { name: 'int', bytes: 4 }],
  [11, { name: 'long', bytes: 8 }],
]);

/** A field of a class, or of its instances. */
export interface HprofField {
  readonly nameId: number;
  readonly type: number;
}

export interface ClassDump {
  readonly id: number;
  readonly superId: number;
  readonly loaderId: number;
  readonly signerId: number;
  readonly domainId: number;
  /** Of instances of this class, without those of its super classes. */
  readonly fields: readonly HprofField[];
  /** References of the class itself: its static fields; `nameId` 0 is its constant pool. */
  readonly statics: readonly { readonly nameId: number; readonly target: number }[];
  /** What the static fields take in the object of the class: references, and bytes of other values. */
  readonly staticReferences: number;
  readonly staticBytes: number;
}
