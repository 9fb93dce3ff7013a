const FIRST_SLOTS = 1 << 10;

/** Gives each different run of bytes a number, without making a string of it. */
export class ByteInterner {
  private slotEntry = new Int32Array(FIRST_SLOTS).fill(-1);
  private slotHash = new Int32Array(FIRST_SLOTS);
  private offsets = new Float64Array(FIRST_SLOTS);
  private bytes = new Uint8Array(1 << 14);
  private words: DataView = new DataView(this.bytes.buffer);
  private source: Uint8Array = this.bytes;
  private sourceWords: DataView = this.words;
  private entries = 0;

  get count(): number {
    return this.entries;
  }

  idOf(source: Uint8Array, start: number, end: number): number {
    if (source !== this.source) {
      this.source = source;
      this.sourceWords = new DataView(source.buffer, source.byteOffset, source.byteLength);
    }
    const hash = hashOf(this.sourceWords, start, end);
    const { slotEntry, slotHash } = this;
    const mask = slotEntry.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const entry = slotEntry[slot]!;
      if (entry < 0) return this.add(source, start, end, hash, slot);
      if (slotHash[slot] === hash && this.equals(entry, start, end)) return entry;
      slot = (slot + 1) & mask;
    }
  }

  /** A view: good until the next text is added. */
  bytesOf(entry: number): Uint8Array {
    return this.bytes.subarray(this.offsets[entry], this.offsets[entry + 1]);
  }

  private equals(entry: number, start: number, end: number): boolean {
    const offset = this.offsets[entry]!;
    if (this.offsets[entry + 1]! - offset !== end - start) return false;
    const { words, sourceWords } = this;
    const length = end - start;
    const whole = length & ~3;
    for (let i = 0; i < whole; i += 4)
      if (words.getInt32(offset + i) !== sourceWords.getInt32(start + i)) return false;
    for (let i = whole; i < length; i++)
      if (words.getUint8(offset + i) !== sourceWords.getUint8(start + i)) return false;
    return true;
  }

  private add(source: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const entry = this.entries;
    const offset = this.offsets[entry]!;
    const length = end - start;
    if (entry + 2 > this.offsets.length) {
      const larger = new Float64Array(this.offsets.length * 2);
      larger.set(this.offsets);
      this.offsets = larger;
    }
    if (offset + length > this.bytes.length) {
      const larger = new Uint8Array(Math.max(this.bytes.length * 2, offset + length));
      larger.set(this.bytes);
      this.bytes = larger;
      this.words = new DataView(larger.buffer);
    }
    this.bytes.set(source.subarray(start, end), offset);
    this.offsets[entry + 1] = offset + length;
    this.slotEntry[slot] = entry;
    this.slotHash[slot] = hash;
    this.entries = entry + 1;
    if (this.entries * 2 > this.slotEntry.length) this.rehash();
    return entry;
  }

  private rehash(): void {
    const { slotEntry, slotHash } = this;
    const mask = slotEntry.length * 2 - 1;
    this.slotEntry = new Int32Array(mask + 1).fill(-1);
    this.slotHash = new Int32Array(mask + 1);
    for (let old = 0; old < slotEntry.length; old++) {
      if (slotEntry[old]! < 0) continue;
      const hash = slotHash[old]!;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (this.slotEntry[slot]! >= 0) slot = (slot + 1) & mask;
      this.slotEntry[slot] = slotEntry[old]!;
      this.slotHash[slot] = hash;
    }
  }
}

/** Four bytes at a time. */
function hashOf(words: DataView, start: number, end: number): number {
  let hash = end - start;
  let at = start;
  for (; at + 4 <= end; at += 4) hash = (Math.imul(hash, 0x01000193) ^ words.getInt32(at)) | 0;
  for (; at < end; at++) hash = (Math.imul(hash, 0x01000193) ^ words.getUint8(at)) | 0;
  return Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
}
