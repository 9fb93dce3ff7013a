/** Thrown where bytes are not laid out as a dump. */
export class NotGcdump extends Error {}

/** Types and objects of a dump of .NET, in columns. */
export interface GcdumpFile {
  /** Version of the format as the file gives it. */
  readonly version: number;
  readonly totalBytes: number;
  readonly root: number;
  readonly types: readonly GcdumpType[];
  readonly nodeCount: number;
  readonly typeOf: Uint32Array;
  readonly selfBytes: Uint32Array;
  readonly firstEdge: Uint32Array;
  readonly edgeTarget: Uint32Array;
  /** Where objects lay in memory; null where the file does not tell. */
  readonly addresses: Float64Array | null;
}

export interface GcdumpType {
  readonly name: string;
  /** Of objects that give no size of their own. */
  readonly selfBytes: number;
}

/** Tags of FastSerialization. */
const BEGIN_OBJECT = 4;
const BEGIN_PRIVATE_OBJECT = 5;
const NULL_REFERENCE = 1;
const END_OBJECT = 6;

const GRAPH_TYPE = 'Graphs.MemoryGraph';

/**
 * Reads the object graph of a `.gcdump` (microsoft/perfview `src/MemoryGraph`): little-endian; types, then the place of each object in
 * a stream of bytes, then that stream (type, size, references relative to the object), then addresses.
 * @throws {NotGcdump}
 */
export function readGcdump(bytes: Uint8Array): GcdumpFile {
  const cursor = new Cursor(bytes);
  cursor.text();
  const { version } = beginObject(cursor);
  const graph = beginObject(cursor);
  if (graph.type !== GRAPH_TYPE) throw new NotGcdump(`it holds ${graph.type}, not ${GRAPH_TYPE}`);

  const totalBytes = cursor.i64();
  const root = cursor.i32();
  const types: GcdumpType[] = [];
  for (let left = cursor.count(12); left > 0; left--) {
    const name = cursor.text() ?? '(unknown)';
    const selfBytes = cursor.i32();
    // The module that declares it.
    cursor.text();
    types.push({ name, selfBytes });
  }
  const nodeCount = cursor.count(4);
  if (root < 0 || root >= nodeCount) throw new NotGcdump('its root is none of its objects');
  const places = cursor.bytes(nodeCount * 4);
  const blob = new Cursor(cursor.bytes(cursor.count(1)));
  const nodes = readNodes(
    blob,
    new DataView(places.buffer, places.byteOffset, places.length),
    nodeCount,
    types,
  );
  // Newer files have types without names in between, which only the program's modules could name.
  const addresses = graph.leastVersion >= 1 ? null : readAddresses(cursor, nodeCount);
  return { version, totalBytes, root, types, nodeCount, ...nodes, addresses };
}

function beginObject(cursor: Cursor): { type: string; version: number; leastVersion: number } {
  const tag = cursor.u8();
  if (
    (tag !== BEGIN_OBJECT && tag !== BEGIN_PRIVATE_OBJECT) ||
    cursor.u8() !== tag ||
    cursor.u8() !== NULL_REFERENCE
  ) {
    throw new NotGcdump('an object does not begin where it should');
  }
  const version = cursor.i32();
  const leastVersion = cursor.i32();
  const type = cursor.text() ?? '';
  if (cursor.u8() !== END_OBJECT) throw new NotGcdump('the name of a type does not end');
  return { type, version, leastVersion };
}

function readNodes(
  blob: Cursor,
  places: DataView,
  nodeCount: number,
  types: readonly GcdumpType[],
): Pick<GcdumpFile, 'typeOf' | 'selfBytes' | 'firstEdge' | 'edgeTarget'> {
  const typeOf = new Uint32Array(nodeCount);
  const selfBytes = new Uint32Array(nodeCount);
  const firstEdge = new Uint32Array(nodeCount + 1);
  // Every reference takes a byte at least; objects that the file does not define share one place.
  let edgeTarget = new Uint32Array(blob.length);
  let edges = 0;
  for (let node = 0; node < nodeCount; node++) {
    blob.goto(places.getUint32(4 * node, true));
    const typeAndSize = blob.compressed();
    const type = typeAndSize >> 1;
    if (type < 0 || type >= types.length) throw new NotGcdump('an object has a type that is none');
    typeOf[node] = type;
    selfBytes[node] = (typeAndSize & 1) === 1 ? blob.compressed() : types[type]!.selfBytes;
    const children = blob.compressed();
    if (children < 0 || children > blob.left)
      throw new NotGcdump('an object has more references than the file');
    if (edges + children > edgeTarget.length) {
      // Places that overlap: no writer does that, but the file may claim it.
      if (edges + children > 2 * blob.length + nodeCount) throw new NotGcdump('its objects overlap');
      const larger = new Uint32Array(2 * blob.length + nodeCount);
      larger.set(edgeTarget);
      edgeTarget = larger;
    }
    for (let k = 0; k < children; k++) {
      const target = node + blob.compressed();
      if (target < 0 || target >= nodeCount) throw new NotGcdump('a reference leads to no object');
      edgeTarget[edges++] = target;
    }
    firstEdge[node + 1] = edges;
  }
  return { typeOf, selfBytes, firstEdge, edgeTarget: edgeTarget.slice(0, edges) };
}

function readAddresses(cursor: Cursor, nodeCount: number): Float64Array | null {
  if (cursor.left < 4 || cursor.count(8) !== nodeCount) return null;
  return Float64Array.from({ length: nodeCount }, () => cursor.i64());
}

class Cursor {
  readonly #all: Uint8Array;
  readonly #view: DataView;
  readonly #decoder = new TextDecoder();
  #at = 0;

  constructor(all: Uint8Array) {
    this.#all = all;
    this.#view = new DataView(all.buffer, all.byteOffset, all.length);
  }

  get length(): number {
    return this.#all.length;
  }

  get left(): number {
    return this.#all.length - this.#at;
  }

  goto(place: number): void {
    if (place > this.length) throw new NotGcdump('an object lies behind the end');
    this.#at = place;
  }

  bytes(count: number): Uint8Array {
    this.#need(count);
    this.#at += count;
    return this.#all.subarray(this.#at - count, this.#at);
  }

  u8(): number {
    this.#need(1);
    return this.#all[this.#at++]!;
  }

  i32(): number {
    this.#need(4);
    this.#at += 4;
    return this.#view.getInt32(this.#at - 4, true);
  }

  i64(): number {
    this.#need(8);
    this.#at += 8;
    return Number(this.#view.getBigInt64(this.#at - 8, true));
  }

  /** Number of things that take `bytesEach` at least. */
  count(bytesEach: number): number {
    const count = this.i32();
    if (count < 0 || count * bytesEach > this.left) throw new NotGcdump('it claims more than it holds');
    return count;
  }

  /** UTF-8 behind its length; null is -1. */
  text(): string | null {
    const length = this.i32();
    return length === -1 ? null : this.#decoder.decode(this.bytes(Math.max(0, length)));
  }

  /** A signed number of up to 32 bits: seven bits a byte, the highest first, the first one with the sign. */
  compressed(): number {
    let byte = this.u8();
    let value = (byte << 25) >> 25;
    for (let i = 1; (byte & 0x80) !== 0; i++) {
      if (i === 5) throw new NotGcdump('a number is too long');
      byte = this.u8();
      value = (value << 7) | (byte & 0x7f);
    }
    return value;
  }

  #need(count: number): void {
    if (count > this.left) throw new NotGcdump('it ends early');
  }
}
