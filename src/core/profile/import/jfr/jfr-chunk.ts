import { JfrConstants } from './jfr-constants.ts';
import { JfrCursor, JfrOutOfBytes } from './jfr-cursor.ts';
import { readMetadata, type JfrType } from './jfr-metadata.ts';
import { JfrValues } from './jfr-values.ts';

export const CHUNK_HEADER_BYTES = 68;
const MAGIC = 0x464c5200;
const METADATA = 0;
const CHECKPOINT = 1;

export interface ChunkHeader {
  readonly major: number;
  readonly minor: number;
  /** Bytes with the header; 0 when the recording was never finished. */
  readonly size: number;
  /** µs since 1970. */
  readonly startUs: number;
  readonly durationUs: number;
  readonly startTicks: number;
  readonly ticksPerSecond: number;
  readonly compressed: boolean;
}

/** Null when there is no header at the place. */
export function chunkHeader(bytes: Uint8Array, at: number): ChunkHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (at + CHUNK_HEADER_BYTES > bytes.length || view.getUint32(at) !== MAGIC) return null;
  const long = (place: number): number =>
    view.getInt32(at + place) * 2 ** 32 + view.getUint32(at + place + 4);
  return {
    major: view.getUint16(at + 4),
    minor: view.getUint16(at + 6),
    size: long(8),
    // In two steps: ns since 1970 are beyond 2⁵³.
    startUs: Number(view.getBigInt64(at + 32) / 1000n),
    durationUs: long(40) / 1000,
    startTicks: long(48),
    ticksPerSecond: Math.max(1, long(56)),
    compressed: (view.getUint32(at + 64) & 1) === 1,
  };
}

/** An event: its type, and a cursor at its first field. */
export interface JfrEvent {
  readonly type: JfrType;
  readonly cursor: JfrCursor;
}

/** A chunk with everything that its events refer to. */
export class JfrChunk {
  readonly header: ChunkHeader;
  readonly values: JfrValues;
  readonly constants: JfrConstants;
  /** Bytes of events that can be read; less than the chunk when it is cut. */
  readonly end: number;
  private bytes: Uint8Array;
  private at = CHUNK_HEADER_BYTES;

  /**
   * @param bytes begin with the chunk, and stay as they are until it is done with
   * @param length how much of it there is
   * @throws {JfrOutOfBytes} when it has no metadata
   */
  constructor(bytes: Uint8Array, length: number, header: ChunkHeader) {
    this.header = header;
    this.bytes = bytes;
    const { metadata, checkpoints, end } = outline(bytes, length, header.compressed);
    this.end = end;
    if (metadata < 0) throw new JfrOutOfBytes();
    this.values = new JfrValues(readMetadata(this.cursor(metadata)));
    this.constants = new JfrConstants(this.values, (at) => this.cursor(at));
    for (const checkpoint of checkpoints) this.constants.addCheckpoint(this.cursor(checkpoint), 0);
  }

  /** The same bytes may come in another array. */
  moveTo(bytes: Uint8Array): void {
    this.bytes = bytes;
  }

  /**
   * The next event of a wanted type.
   * @returns null when there is none before the end
   */
  next(wanted: ReadonlySet<number>): JfrEvent | null {
    const cursor = this.cursor(this.at);
    while (this.at < this.end) {
      cursor.at = this.at;
      const size = cursor.int();
      const typeId = cursor.long();
      this.at += size;
      if (!wanted.has(typeId)) continue;
      return { type: this.values.types.get(typeId)!, cursor };
    }
    return null;
  }

  /** Instant of ticks, µs since 1970. */
  instantOf(ticks: number): number {
    const { startUs, startTicks } = this.header;
    return startUs + this.durationOf(ticks - startTicks) / 1000;
  }

  /** ns of ticks. */
  durationOf(ticks: number): number {
    return (ticks / this.header.ticksPerSecond) * 1e9;
  }

  private cursor(at: number): JfrCursor {
    return new JfrCursor(this.bytes, at, this.end, this.header.compressed);
  }
}

/** Where metadata and constants begin (behind size and type), and where events end. */
function outline(
  bytes: Uint8Array,
  length: number,
  compressed: boolean,
): { readonly metadata: number; readonly checkpoints: readonly number[]; readonly end: number } {
  const cursor = new JfrCursor(bytes, CHUNK_HEADER_BYTES, length, compressed);
  const checkpoints: number[] = [];
  let metadata = -1;
  let at = CHUNK_HEADER_BYTES;
  while (at < length) {
    let size: number;
    let typeId: number;
    cursor.at = at;
    try {
      size = cursor.int();
      typeId = cursor.long();
    } catch (error) {
      if (!(error instanceof JfrOutOfBytes)) throw error;
      break;
    }
    if (size < 2 || at + size > length) break;
    if (typeId === METADATA) metadata = cursor.at;
    else if (typeId === CHECKPOINT) checkpoints.push(cursor.at);
    at += size;
  }
  return { metadata, checkpoints, end: at };
}
