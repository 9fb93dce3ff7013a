import { hashWords, sameBytes } from './byte-words.ts';
import type { TagSet } from './tag-sets.ts';

/** Texts as they stood in the file, one behind the other. */
interface Store {
  bytes: Uint8Array<ArrayBuffer>;
  view: DataView<ArrayBuffer>;
  used: number;
}

/** The part of a line that holds the tags of a point, byte for byte as written, and the tag set that it means. */
export interface TagText {
  readonly tags: TagSet;
  readonly hash: number;
  readonly store: Store;
  readonly offset: number;
  readonly length: number;
  /** The text that came after this one the last time: the lines of an iteration come in the same order. */
  next: TagText | null;
}

export interface TagTextLimits {
  readonly entries: number;
  readonly bytes: number;
}

/** Twice this is held at most. */
const DEFAULT_LIMITS: TagTextLimits = { entries: 8_000, bytes: 4 << 20 };

const INITIAL_SLOTS = 1 << 10;
const INITIAL_BYTES = 1 << 16;

class Generation {
  readonly store: Store;
  readonly entries: TagText[] = [];
  private slots: (TagText | null)[] = emptySlots(INITIAL_SLOTS);

  constructor() {
    const bytes = new Uint8Array(INITIAL_BYTES);
    this.store = { bytes, view: new DataView(bytes.buffer), used: 0 };
  }

  find(view: DataView, start: number, length: number, hash: number): TagText | null {
    const { slots } = this;
    const last = slots.length - 1;
    for (let slot = hash & last; ; slot = (slot + 1) & last) {
      const entry = slots[slot] ?? null;
      if (entry === null) return null;
      if (entry.hash === hash && isText(entry, view, start, length)) return entry;
    }
  }

  add(bytes: Uint8Array, start: number, length: number, hash: number, tags: TagSet): TagText {
    const { store } = this;
    if (store.used + length > store.bytes.length) {
      const grown = new Uint8Array(Math.max(store.bytes.length * 2, store.used + length));
      grown.set(store.bytes.subarray(0, store.used));
      store.bytes = grown;
      store.view = new DataView(grown.buffer);
    }
    store.bytes.set(bytes.subarray(start, start + length), store.used);
    const entry: TagText = { tags, hash, store, offset: store.used, length, next: null };
    store.used += length;
    this.entries.push(entry);
    if (this.entries.length * 2 > this.slots.length) {
      this.slots = emptySlots(this.slots.length * 2);
      for (const each of this.entries) this.place(each);
    } else {
      this.place(entry);
    }
    return entry;
  }

  private place(entry: TagText): void {
    const { slots } = this;
    const last = slots.length - 1;
    let slot = entry.hash & last;
    while (slots[slot] !== null) slot = (slot + 1) & last;
    slots[slot] = entry;
  }
}

/**
 * The tags of points by the bytes in which they are written, so that a text is parsed once and then only compared.
 * Memory is bounded by two generations, as in {@link TagSets}.
 */
export abstract class KnownTexts {
  private readonly limits: TagTextLimits;
  private young = new Generation();
  private old = new Generation();

  constructor(limits: TagTextLimits = DEFAULT_LIMITS) {
    this.limits = limits;
  }

  /**
   * The entry of the text `bytes[start..end)`.
   * @param view shows the same memory as `bytes`
   * @returns null when it is not what a tool writes there: the line must be read as a whole
   */
  find(bytes: Uint8Array, view: DataView, start: number, end: number): TagText | null {
    const length = end - start;
    const hash = hashWords(view, start, end);
    const known = this.young.find(view, start, length, hash);
    if (known !== null) return known;
    const old = this.old.find(view, start, length, hash);
    const tags = old === null ? this.read(bytes, start, end) : old.tags;
    if (tags === null) return null;
    const { young, limits } = this;
    if (young.entries.length >= limits.entries || young.store.used + length > limits.bytes) this.turnOver();
    return this.young.add(bytes, start, length, hash, tags);
  }

  /** An entry that is known without reading it. */
  protected add(text: Uint8Array<ArrayBuffer>, tags: TagSet): TagText {
    return this.young.add(text, 0, text.length, hashWords(new DataView(text.buffer), 0, text.length), tags);
  }

  /**
   * What a new text means. It must be complete in itself, whatever follows it, and hold no zero bytes; else null.
   */
  protected abstract read(bytes: Uint8Array, start: number, end: number): TagSet | null;

  private turnOver(): void {
    // An entry must not keep the generations alive that were dropped before it.
    for (const entry of this.young.entries) entry.next = null;
    this.old = this.young;
    this.young = new Generation();
  }
}

/** Whether `view[start..start+length)`, which must lie inside the view, is the text of the entry. */
export function isText(entry: TagText, view: DataView, start: number, length: number): boolean {
  return entry.length === length && sameBytes(view, start, entry.store.view, entry.offset, length);
}

function emptySlots(count: number): (TagText | null)[] {
  return new Array<TagText | null>(count).fill(null);
}
