import { crc32, createInflateRaw } from 'node:zlib';
import { damagedData, endsEarly, followedByOther } from './packed-damage.ts';

/** What zlib has unpacked in one step is lost when the step fails, so the steps are small at first. */
const FIRST_STEP = 1 << 10;
const LARGEST_STEP = 64 << 10;

const FLAG_HEADER_CHECKSUM = 2;
const FLAG_EXTRA = 4;
const FLAG_NAME = 8;
const FLAG_COMMENT = 16;
const TRAILER_BYTES = 8;

/**
 * Unpacks a gzip file of one or more members. Node's own reader of this format throws away up to a megabyte of good
 * data where it meets a wrong checksum or strange bytes behind the end; here only the deflated data itself can do that,
 * and costs the rows of one small step.
 * @returns what is wrong with the file, for people; null when nothing is
 */
export async function* gunzipPieces(
  packed: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array, string | null> {
  const input = new PackedInput(packed);
  let damage: string | null = null;
  try {
    for (let member = 0; ; member++) {
      const start = await readHeader(input, member === 0);
      if (start === 'end') return damage;
      if (start === 'other') return damage ?? followedByOther('gzip');
      if (start === 'cut') return damage ?? endsEarly('gzip');
      const inflated = yield* inflateMember(input);
      if (inflated !== null) return damage ?? inflated;
      const trailer = await input.take(TRAILER_BYTES);
      if (trailer === null) return damage ?? endsEarly('gzip');
      if (input.wrongChecksum(trailer)) damage ??= damagedData('gzip');
    }
  } finally {
    await packed.return(undefined);
  }
}

/** Packed bytes with the means to look at a few of them at a time. */
class PackedInput {
  rest: Uint8Array = new Uint8Array(0);
  /** Packed bytes that were handed out in all. */
  done = 0;
  private crc = 0;
  private size = 0;
  private readonly packed: AsyncGenerator<Uint8Array>;

  constructor(packed: AsyncGenerator<Uint8Array>) {
    this.packed = packed;
  }

  /** @returns false at the end of the file */
  async more(): Promise<boolean> {
    const step = await this.packed.next();
    if (step.done === true) return false;
    if (this.rest.length === 0) {
      this.rest = step.value;
    } else {
      const joined = new Uint8Array(this.rest.length + step.value.length);
      joined.set(this.rest);
      joined.set(step.value, this.rest.length);
      this.rest = joined;
    }
    return true;
  }

  /** Null when there are not as many. */
  async take(count: number): Promise<Uint8Array | null> {
    while (this.rest.length < count) if (!(await this.more())) return null;
    return this.handOut(count);
  }

  /** The next bytes, as many as one step may have; null at the end of the file. */
  async takeStep(): Promise<Uint8Array | null> {
    while (this.rest.length === 0) if (!(await this.more())) return null;
    const size = Math.min(LARGEST_STEP, Math.max(FIRST_STEP, this.done >> 4));
    return this.handOut(Math.min(size, this.rest.length));
  }

  /** Bytes of the last step that were not wanted. */
  giveBack(bytes: Uint8Array): void {
    const joined = new Uint8Array(bytes.length + this.rest.length);
    joined.set(bytes);
    joined.set(this.rest, bytes.length);
    this.rest = joined;
    this.done -= bytes.length;
  }

  unpacked(piece: Uint8Array): Uint8Array {
    this.crc = crc32(piece, this.crc);
    this.size = (this.size + piece.length) >>> 0;
    return piece;
  }

  wrongChecksum(trailer: Uint8Array): boolean {
    const view = new DataView(trailer.buffer, trailer.byteOffset, TRAILER_BYTES);
    const wrong = view.getUint32(0, true) !== this.crc || view.getUint32(4, true) !== this.size;
    this.crc = 0;
    this.size = 0;
    return wrong;
  }

  private handOut(count: number): Uint8Array {
    const bytes = this.rest.subarray(0, count);
    this.rest = this.rest.subarray(count);
    this.done += count;
    return bytes;
  }
}

async function readHeader(input: PackedInput, first: boolean): Promise<'member' | 'end' | 'other' | 'cut'> {
  if (!first) {
    // Files from tapes and block devices are filled up with zeros.
    for (;;) {
      const start = input.rest.findIndex((byte) => byte !== 0);
      input.rest = start < 0 ? input.rest.subarray(input.rest.length) : input.rest.subarray(start);
      if (start >= 0) break;
      if (!(await input.more())) return 'end';
    }
    while (input.rest.length < 2) if (!(await input.more())) break;
    if (input.rest[0] !== 0x1f || input.rest[1] !== 0x8b) return 'other';
  }
  const head = await input.take(10);
  if (head === null) return 'cut';
  if (head[2] !== 8) return 'other';
  const flags = head[3]!;
  if ((flags & FLAG_EXTRA) !== 0) {
    const size = await input.take(2);
    if (size === null || (await input.take(size[0]! | (size[1]! << 8))) === null) return 'cut';
  }
  for (const flag of [FLAG_NAME, FLAG_COMMENT]) {
    if ((flags & flag) !== 0 && !(await skipText(input))) return 'cut';
  }
  if ((flags & FLAG_HEADER_CHECKSUM) !== 0 && (await input.take(2)) === null) return 'cut';
  return 'member';
}

/** A text that ends with a zero byte. */
async function skipText(input: PackedInput): Promise<boolean> {
  for (;;) {
    const byte = await input.take(1);
    if (byte === null) return false;
    if (byte[0] === 0) return true;
  }
}

async function* inflateMember(input: PackedInput): AsyncGenerator<Uint8Array, string | null> {
  const inflate = createInflateRaw({ chunkSize: 256 << 10 });
  const out: Uint8Array[] = [];
  const state: { failed: boolean; ended: boolean } = { failed: false, ended: false };
  let resume: () => void = () => undefined;
  const finish = (): void => {
    state.ended = true;
    resume();
  };
  inflate.on('data', (piece: Uint8Array) => out.push(piece));
  inflate.on('error', () => {
    state.failed = true;
  });
  // When the data ends before the bytes do, the write is never answered.
  inflate.on('end', finish);
  inflate.on('close', finish);
  const waitFor = (act: (done: () => void) => void): Promise<void> =>
    new Promise<void>((resolve) => {
      resume = resolve;
      act(resolve);
    });
  let given = 0;
  try {
    for (;;) {
      const step = await input.takeStep();
      if (step === null) {
        await waitFor(() => inflate.end());
        for (const piece of out.splice(0)) yield input.unpacked(piece);
        return endsEarly('gzip');
      }
      given += step.length;
      await waitFor((done) => inflate.write(step, done));
      for (const piece of out.splice(0)) yield input.unpacked(piece);
      if (state.failed) return damagedData('gzip');
      if (!state.ended) continue;
      input.giveBack(step.subarray(step.length - (given - inflate.bytesWritten)));
      return null;
    }
  } finally {
    inflate.destroy();
  }
}
