import type { TagSet, TagSets } from '../k6/tag-sets.ts';
import { hashWords, sameBytes } from './byte-words.ts';

/** Texts as they stood in the file, one behind the other. */
interface Store {
  bytes: Uint8Array<ArrayBuffer>;
  view: DataView<ArrayBuffer>;
  used: number;
}

/** `{…}` or `{…},"metadata":{…}` or `null`, byte for byte as written, and the tag set that it means. */
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
const DEFAULT_LIMITS: TagTextLimits = { entries: 20_000, bytes: 8 << 20 };

const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

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
export class TagTexts {
  private readonly tagSets: TagSets;
  private readonly limits: TagTextLimits;
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  private young = new Generation();
  private old = new Generation();

  constructor(tagSets: TagSets, limits: TagTextLimits = DEFAULT_LIMITS) {
    this.tagSets = tagSets;
    this.limits = limits;
  }

  /** The entry of `{}`: a first guess. */
  empty(): TagText {
    const bytes = Uint8Array.of(OPEN_BRACE, CLOSE_BRACE);
    return this.young.add(bytes, 0, 2, hashWords(new DataView(bytes.buffer), 0, 2), this.tagSets.none);
  }

  /**
   * The entry of the text `bytes[start..end)`, which stands behind `"tags":` and runs to the end of `data`.
   * @returns null when it is not what k6 writes there: the line must be parsed as a whole
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

  private read(bytes: Uint8Array, start: number, end: number): TagSet | null {
    const text = this.decoder.decode(bytes.subarray(start, end));
    let data: Readonly<Record<string, unknown>>;
    try {
      // The text is complete in itself if it makes a valid object here; else braces or quotes reach beyond it.
      data = JSON.parse(`{"tags":${text}}`) as Readonly<Record<string, unknown>>;
    } catch {
      return null;
    }
    // Another member could be a second `value`, which would count instead of the first.
    for (const name of Object.keys(data)) if (name !== 'tags' && name !== 'metadata') return null;
    return this.tagSets.of(data['tags'], data['metadata']);
  }

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
