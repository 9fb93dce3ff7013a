/**
 * Texts as small integers, without making a string per row: cells are compared as bytes, eight at a time, and a text
 * becomes a string once, when it is new. Open addressing over raw bytes; the scanner computes the hash on the way.
 */

/** Hands out the numbers of texts; one for all dictionaries of an import, so that they share one table. */
export class IdAllocator {
  private nextId: number;

  constructor(first: number) {
    this.nextId = first;
  }

  take(): number {
    const id = this.nextId;
    this.nextId += 1;
    return id;
  }
}

/** New texts of a dictionary: `bytes[offsets[i]..offsets[i+1]]` is the text of `ids[i]`. */
export interface NewTexts {
  readonly ids: Int32Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly offsets: Uint32Array<ArrayBuffer>;
}

export interface DictionaryLimits {
  readonly entries: number;
  readonly bytes: number;
  /**
   * What happens to the first text beyond the limits.
   * - forget (default): every text that was seen is dropped, and one that comes again gets a second number. The
   *   workspace joins numbers to texts, so nothing is lost but a little room on disk.
   * - forget-later: the same, but only when {@link ByteDictionary.forgetIfFull} is called: until then entries are good.
   * - refuse: known texts keep their numbers for good, new ones get none ({@link NO_ENTRY}).
   */
  readonly whenFull?: 'forget' | 'forget-later' | 'refuse';
}

/** Bounds the memory of one dictionary to about 25 MB, however many different texts a column has. */
export const DEFAULT_LIMITS: DictionaryLimits = { entries: 200_000, bytes: 16 << 20 };

/** Answer of a dictionary that is full and refuses new texts. */
export const NO_ENTRY = -1;

const INITIAL_SLOTS = 1 << 10;

export class ByteDictionary {
  private readonly ids: IdAllocator;
  private readonly limits: DictionaryLimits;
  private slots = INITIAL_SLOTS;
  private slotHash = new Int32Array(INITIAL_SLOTS);
  private slotEntry = new Int32Array(INITIAL_SLOTS).fill(-1);
  private entryId = new Int32Array(1024);
  private entryOffset = new Int32Array(1025);
  private bytes = new Uint8Array(1 << 14);
  private words: DataView = new DataView(this.bytes.buffer);
  private entries = 0;
  private forgotten = 0;
  /** Entries before this one have been handed over by {@link takeNew}. */
  private reported = 0;
  private overflow: NewTexts[] = [];
  private lastEntry = -1;
  private source: Uint8Array = this.bytes;
  private sourceWords: DataView = this.words;

  constructor(ids: IdAllocator, limits: DictionaryLimits = DEFAULT_LIMITS) {
    this.ids = ids;
    this.limits = limits;
  }

  /** Entries are numbered from 0 to `count - 1`. */
  get count(): number {
    return this.entries;
  }

  /**
   * Number of the text `source[start..end)`.
   * @param hash {@link hashBytes} of it, or any other function of the bytes if every call uses the same one
   */
  idOf(source: Uint8Array, start: number, end: number, hash: number): number {
    if (source !== this.source) {
      this.source = source;
      this.sourceWords = new DataView(source.buffer, source.byteOffset, source.byteLength);
    }
    const words = this.sourceWords;
    const last = this.lastEntry;
    // Neighbouring rows mostly repeat a cell: one comparison instead of a look-up.
    if (last >= 0 && this.lengthAt(last) === end - start && this.matches(last, words, start)) {
      return this.entryId[last]!;
    }
    const entry = this.entryOf(source, words, start, end, hash);
    return entry === NO_ENTRY ? NO_ENTRY : this.entryId[entry]!;
  }

  /**
   * Entry of the text `source[start..end)`, which is added when it is new. `words` shows the same memory as `source`.
   * An entry is good until the dictionary forgets.
   */
  entryOf(source: Uint8Array, words: DataView, start: number, end: number, hash: number): number {
    const entry = this.find(words, start, end, hash);
    return entry === NO_ENTRY ? this.add(source, start, end - start, hash) : entry;
  }

  /** The same for texts that are known; {@link NO_ENTRY} when the text is new. */
  find(words: DataView, start: number, end: number, hash: number): number {
    const { slotHash, slotEntry } = this;
    const length = end - start;
    const mask = this.slots - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const entry = slotEntry[slot]!;
      if (entry < 0) return NO_ENTRY;
      if (slotHash[slot] === hash && this.lengthAt(entry) === length && this.matches(entry, words, start)) {
        this.lastEntry = entry;
        return entry;
      }
      slot = (slot + 1) & mask;
    }
  }

  idAt(entry: number): number {
    return this.entryId[entry]!;
  }

  /**
   * Numbers of `entries[from..to)`, written to `ids` from `at` on; where an entry is negative, nothing is.
   * @returns how many are negative
   */
  idsAt(entries: Int32Array, from: number, to: number, ids: Int32Array, at: number): number {
    const { entryId } = this;
    let negative = 0;
    for (let i = from; i < to; i++) {
      const entry = entries[i]!;
      if (entry >= 0) ids[at + i - from] = entryId[entry]!;
      else negative += 1;
    }
    return negative;
  }

  /** How often all texts were dropped: entries from before mean nothing any more. */
  get renewals(): number {
    return this.forgotten;
  }

  /** Copies the numbers of the entries from `from` on to the same places of `numbers`. */
  copyIds(from: number, numbers: Int32Array): void {
    numbers.set(this.entryId.subarray(from, this.entries), from);
  }

  /** Bytes of an entry's text. */
  lengthAt(entry: number): number {
    return this.entryOffset[entry + 1]! - this.entryOffset[entry]!;
  }

  /** First byte of an entry's text; of an empty text, whatever follows it. */
  firstByteAt(entry: number): number {
    return this.bytes[this.entryOffset[entry]!]!;
  }

  /** The text of an entry. A view: copy it if it must outlive the next call. */
  textAt(entry: number): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(this.entryOffset[entry], this.entryOffset[entry + 1]);
  }

  /** Whether `words` shows the text of an entry from byte `start` on. As many bytes must be there to be read. */
  matches(entry: number, words: DataView, start: number): boolean {
    const offset = this.entryOffset[entry]!;
    const length = this.entryOffset[entry + 1]! - offset;
    const own = this.words;
    if (length < 8) return sameShort(own, offset, words, start, length);
    // Eight bytes at a time as numbers; the last ones overlap those before, so that no loop over single bytes is needed.
    const tail = length - 8;
    for (let i = 0; i < tail; i += 8) {
      const eight = own.getFloat64(offset + i, true);
      // Unequal, or not decided by comparing numbers: 0 equals -0, and what is no number equals nothing.
      if (eight !== words.getFloat64(start + i, true) || eight === 0) {
        return sameLong(own, offset, words, start, length);
      }
    }
    const last = own.getFloat64(offset + tail, true);
    if (last === words.getFloat64(start + tail, true) && last !== 0) return true;
    return sameLong(own, offset, words, start, length);
  }

  /** For a dictionary that forgets later. @returns whether it forgot: then no entry means anything any more */
  forgetIfFull(): boolean {
    if (!this.isFullFor(0)) return false;
    this.forget();
    return true;
  }

  /** The texts that are new since the last call; empty array when there are none. */
  takeNew(): NewTexts[] {
    const out = this.overflow;
    this.overflow = [];
    if (this.entries > this.reported) {
      out.push(this.slice(this.reported, this.entries));
      this.reported = this.entries;
    }
    return out;
  }

  /** Whether a text of that length would be one too many. */
  private isFullFor(length: number): boolean {
    return (
      this.entries >= this.limits.entries || this.entryOffset[this.entries]! + length > this.limits.bytes
    );
  }

  private add(source: Uint8Array, start: number, length: number, hash: number): number {
    if (this.limits.whenFull !== 'forget-later' && this.isFullFor(length)) {
      if (this.limits.whenFull === 'refuse') return NO_ENTRY;
      this.forget();
    }
    const entry = this.entries;
    const offset = this.entryOffset[entry]!;
    if (entry + 2 > this.entryOffset.length) {
      this.entryId = grown(this.entryId, new Int32Array(this.entryId.length * 2));
      this.entryOffset = grown(this.entryOffset, new Int32Array(this.entryId.length + 1));
    }
    if (offset + length > this.bytes.length) {
      this.bytes = grown(this.bytes, new Uint8Array(Math.max(this.bytes.length * 2, offset + length)));
      this.words = new DataView(this.bytes.buffer);
    }
    this.bytes.set(source.subarray(start, start + length), offset);
    this.entryOffset[entry + 1] = offset + length;
    this.entryId[entry] = this.ids.take();
    this.occupy(hash, entry);
    this.entries = entry + 1;
    this.lastEntry = entry;
    if (this.entries * 2 > this.slots) this.rehash();
    return entry;
  }

  private occupy(hash: number, entry: number): void {
    const mask = this.slots - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    while (this.slotEntry[slot]! >= 0) slot = (slot + 1) & mask;
    this.slotHash[slot] = hash;
    this.slotEntry[slot] = entry;
  }

  private rehash(): void {
    const oldHash = this.slotHash;
    const oldEntry = this.slotEntry;
    this.slots *= 2;
    this.slotHash = new Int32Array(this.slots);
    this.slotEntry = new Int32Array(this.slots).fill(-1);
    for (let old = 0; old < oldEntry.length; old++) {
      if (oldEntry[old]! >= 0) this.occupy(oldHash[old]!, oldEntry[old]!);
    }
  }

  private forget(): void {
    if (this.entries > this.reported) this.overflow.push(this.slice(this.reported, this.entries));
    this.forgotten += 1;
    this.entries = 0;
    this.reported = 0;
    this.lastEntry = -1;
    this.slotEntry.fill(-1);
  }

  private slice(from: number, to: number): NewTexts {
    const start = this.entryOffset[from]!;
    const end = this.entryOffset[to]!;
    const offsets = new Uint32Array(to - from + 1);
    for (let i = from; i <= to; i++) offsets[i - from] = this.entryOffset[i]! - start;
    return { ids: this.entryId.slice(from, to), bytes: this.bytes.slice(start, end), offsets };
  }
}

/** A simple hash for {@link ByteDictionary.idOf}: 31·h + byte in 32-bit arithmetic, from 0. */
export function hashBytes(source: Uint8Array, start: number, end: number): number {
  let hash = 0;
  for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + source[i]!) | 0;
  return hash;
}

/** Up to seven bytes. */
function sameShort(a: DataView, aAt: number, b: DataView, bAt: number, length: number): boolean {
  if (length >= 4) {
    const tail = length - 4;
    return (
      a.getInt32(aAt, true) === b.getInt32(bAt, true) &&
      a.getInt32(aAt + tail, true) === b.getInt32(bAt + tail, true)
    );
  }
  if (length >= 2) {
    const tail = length - 2;
    return (
      a.getInt16(aAt, true) === b.getInt16(bAt, true) &&
      a.getInt16(aAt + tail, true) === b.getInt16(bAt + tail, true)
    );
  }
  return length === 0 || a.getUint8(aAt) === b.getUint8(bAt);
}

/** At least four bytes, compared as integers. */
function sameLong(a: DataView, aAt: number, b: DataView, bAt: number, length: number): boolean {
  const tail = length - 4;
  for (let i = 0; i < tail; i += 4) if (a.getInt32(aAt + i, true) !== b.getInt32(bAt + i, true)) return false;
  return a.getInt32(aAt + tail, true) === b.getInt32(bAt + tail, true);
}

function grown<T extends Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(old: T, next: T): T {
  next.set(old);
  return next;
}
