import { deflateRaw, inflateRaw } from 'node:zlib';
import { promisify } from 'node:util';
import { blobValue, DuckDBBlobValue } from '@duckdb/node-api';
import { AppError, cancelledError } from '#shared/contract/errors.ts';
import type { Database } from './database.ts';

/**
 * Typed arrays in a table of their own, in pieces of a few megabytes: what is too large and too uniform for rows. Pieces can be
 * read one by one, so that a slice of a column does not need all of it.
 */

type Connection = Awaited<ReturnType<Database['connect']>>;

export type StoredArray =
  Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** Bytes of a piece before it is packed: small enough to be read for one value, large enough to be few. */
const PIECE_BYTES = 4 << 20;

const arrayTypes = {
  u8: { create: (buffer: ArrayBuffer) => new Uint8Array(buffer), bytes: 1 },
  u32: { create: (buffer: ArrayBuffer) => new Uint32Array(buffer), bytes: 4 },
  i32: { create: (buffer: ArrayBuffer) => new Int32Array(buffer), bytes: 4 },
  f64: { create: (buffer: ArrayBuffer) => new Float64Array(buffer), bytes: 8 },
} as const;
type ArrayType = keyof typeof arrayTypes;

const pack = promisify(deflateRaw);
const unpack = promisify(inflateRaw);

/** In the transaction of the connection. */
export async function createArrayTable(connection: Connection, table: string): Promise<void> {
  await connection.run(
    `CREATE TABLE ${table} (
      part VARCHAR NOT NULL, piece INTEGER NOT NULL, type VARCHAR NOT NULL, length BIGINT NOT NULL, packed BOOLEAN NOT NULL,
      bytes BLOB NOT NULL
    )`,
  );
}

/**
 * Stores an array under a name, in the transaction of the connection. Packing runs on threads of its own.
 * @throws {AppError} `cancelled`
 */
export async function writeArray(
  connection: Connection,
  table: string,
  part: string,
  array: StoredArray,
  signal: AbortSignal,
): Promise<void> {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  const pieces = Math.max(1, Math.ceil(bytes.length / PIECE_BYTES));
  for (let piece = 0; piece < pieces; piece++) {
    if (signal.aborted) throw cancelledError('Storing');
    const raw = bytes.subarray(piece * PIECE_BYTES, (piece + 1) * PIECE_BYTES);
    const shuffled = byPlaces(raw, array.BYTES_PER_ELEMENT);
    const packed = await pack(shuffled, { level: 1 });
    const isSmaller = packed.length < raw.length * 0.9;
    await connection.run(`INSERT INTO ${table} VALUES (?, ?, ?, ?, ?, ?)`, [
      part,
      piece,
      typeOf(array),
      array.length,
      isSmaller,
      blobValue(isSmaller ? packed : shuffled),
    ]);
  }
}

/** Arrays of one table, read as wholes or slice by slice. */
export class ArrayReader {
  readonly #database: Database;
  readonly #table: string;
  readonly #signal: AbortSignal | undefined;
  /** The piece of each part that was read last. */
  readonly #last = new Map<string, { readonly piece: number; readonly array: StoredArray }>();

  constructor(database: Database, table: string, signal?: AbortSignal) {
    this.#database = database;
    this.#table = table;
    this.#signal = signal;
  }

  /** Elements of an array; null where there is none of this name. */
  async length(part: string): Promise<number | null> {
    return (await this.#shape(part))?.length ?? null;
  }

  /** Elements of all arrays, by name. */
  async sizes(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#database.rows(`SELECT part, length FROM ${this.#table} WHERE piece = 0`);
    return new Map(rows.map((row) => [String(row['part']), Number(row['length'])]));
  }

  /**
   * @param progress called after each piece with the share that is read
   * @throws {AppError} `workspace-damaged` when it is not there, `cancelled`
   */
  async read(part: string, progress: (share: number) => void = () => undefined): Promise<StoredArray> {
    const shape = await this.#shape(part);
    if (shape === null) throw missing(part);
    const { create, bytes } = arrayTypes[shape.type];
    const whole = create(new ArrayBuffer(shape.length * bytes));
    const perPiece = PIECE_BYTES / bytes;
    let ahead = this.#piece(part, 0);
    for (let piece = 0; piece * perPiece < Math.max(1, shape.length); piece++) {
      const array = await ahead;
      if ((piece + 1) * perPiece < shape.length) {
        // Unpacked on another thread while this one is put in its place.
        ahead = this.#piece(part, piece + 1);
        ahead.catch(() => undefined);
      }
      whole.set(array, piece * perPiece);
      progress(Math.min(1, ((piece + 1) * perPiece) / shape.length));
    }
    return whole;
  }

  /** Elements `from..to`; reads only the pieces that they are in. @throws {AppError} as {@link read} */
  async slice(part: string, from: number, to: number): Promise<StoredArray> {
    const shape = await this.#shape(part);
    if (shape === null) throw missing(part);
    const { create, bytes } = arrayTypes[shape.type];
    const perPiece = PIECE_BYTES / bytes;
    const end = Math.min(to, shape.length);
    const begin = Math.min(from, end);
    const out = create(new ArrayBuffer((end - begin) * bytes));
    for (let piece = Math.floor(begin / perPiece); piece * perPiece < end; piece++) {
      let last = this.#last.get(part);
      if (last?.piece !== piece) {
        last = { piece, array: await this.#piece(part, piece) };
        this.#last.set(part, last);
      }
      const start = piece * perPiece;
      const taken = last.array.subarray(Math.max(0, begin - start), Math.min(perPiece, end - start));
      out.set(taken, Math.max(0, start - begin));
    }
    return out;
  }

  readonly #shapes = new Map<string, { readonly type: ArrayType; readonly length: number } | null>();

  async #shape(part: string): Promise<{ readonly type: ArrayType; readonly length: number } | null> {
    const known = this.#shapes.get(part);
    if (known !== undefined) return known;
    const [row] = await this.#database.rows(
      `SELECT type, length FROM ${this.#table} WHERE part = ? AND piece = 0`,
      [part],
    );
    const shape =
      row === undefined ? null : { type: String(row['type']) as ArrayType, length: Number(row['length']) };
    this.#shapes.set(part, shape);
    return shape;
  }

  async #piece(part: string, piece: number): Promise<StoredArray> {
    if (this.#signal?.aborted === true) throw cancelledError('Reading the snapshot');
    const connection = await this.#database.connect();
    try {
      const found = await connection.runAndReadAll(
        `SELECT type, packed, bytes FROM ${this.#table} WHERE part = ? AND piece = ?`,
        [part, piece],
      );
      const [row] = found.getRows();
      if (row === undefined || !(row[2] instanceof DuckDBBlobValue)) throw missing(part);
      const type = String(row[0]) as ArrayType;
      const stored = row[2].bytes;
      const raw = row[1] === true ? await unpack(stored) : stored;
      return arrayTypes[type].create(fromPlaces(raw, arrayTypes[type].bytes));
    } finally {
      connection.closeSync();
    }
  }
}

function typeOf(array: StoredArray): ArrayType {
  if (array instanceof Uint32Array) return 'u32';
  if (array instanceof Int32Array) return 'i32';
  return array instanceof Float64Array ? 'f64' : 'u8';
}

/** First bytes of all elements, then their second bytes, …: numbers of like size then pack well. */
function byPlaces(bytes: Uint8Array, size: number): Uint8Array {
  if (size === 1) return bytes;
  const count = bytes.length / size;
  const out = new Uint8Array(bytes.length);
  for (let place = 0; place < size; place++) {
    const start = place * count;
    for (let k = 0; k < count; k++) out[start + k] = bytes[k * size + place]!;
  }
  return out;
}

function fromPlaces(bytes: Uint8Array, size: number): ArrayBuffer {
  const out = new Uint8Array(bytes.length);
  if (size === 1) out.set(bytes);
  const count = bytes.length / size;
  if (size > 1) {
    for (let place = 0; place < size; place++) {
      const start = place * count;
      for (let k = 0; k < count; k++) out[k * size + place] = bytes[start + k]!;
    }
  }
  return out.buffer;
}

function missing(part: string): AppError {
  return new AppError('workspace-damaged', `This workspace lacks a part of a snapshot (${part}).`, {
    hint: 'Import the snapshot again from its file.',
  });
}
