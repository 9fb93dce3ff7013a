import { ByteDictionary, IdAllocator, NO_ENTRY } from '../byte-dictionary.ts';
import type { NewTagSet } from '../importer.ts';
import type { WarningLog } from '../warning-log.ts';
import { hashWords } from './byte-words.ts';

/** No tags: the `tag_set_id` is missing (NULL). */
export const NO_TAG_SET = -1;

export interface StoredTagLimits {
  /** Different values of one tag. */
  readonly values: number;
  /** Different names of tags. */
  readonly names: number;
  /** Different tag sets. */
  readonly sets: number;
  /** UTF-16 units of all names and values. */
  readonly units: number;
}

/**
 * When a part of the sets is used up, tags with more values than a part of the sets are the cause and are left out: first
 * those that differ in nearly every point, then more of them.
 */
const RELIEFS = [
  { usedShare: 1 / 2, valueShare: 1 / 40 },
  { usedShare: 3 / 4, valueShare: 1 / 400 },
] as const;

/** About 100 MB at most, and three million rows in the table of tags. */
const DEFAULT_LIMITS: StoredTagLimits = { values: 100_000, names: 1_000, sets: 200_000, units: 16 << 20 };

const NAMES_IN_WARNING = 5;

interface TagName {
  readonly name: string;
  readonly index: number;
  readonly values: Map<string, number>;
  /** It has more values than are kept, and makes no tags any more. */
  full: boolean;
}

/**
 * Numbers for the tag sets that go into the workspace. Each of them is several rows there: a tag with a value of its own
 * for every request (`url`, `iter`, an order number) would make more rows than the run has samples, and nobody filters
 * by it. Such a tag is left out of the sets once it has shown too many values, whichever tag it is; then the sets are few
 * again. What follows from tags for a sample (name, URL, VU, status) does not come from here and stays.
 */
export class StoredTagSets {
  private readonly ids: IdAllocator;
  private readonly limits: StoredTagLimits;
  private readonly names = new Map<string, TagName>();
  private readonly combinations: ByteDictionary;
  /** Number of the tag set per combination. */
  private readonly setIds: number[] = [];
  /** Index of the name and number of the value of each tag. */
  private pairs = new Int32Array(64);
  private pairBytes = new Uint8Array(this.pairs.buffer);
  private pairWords = new DataView(this.pairs.buffer);
  private units = 0;
  private reliefs = 0;
  private namesLeftOut = 0;
  private setsLeftOut = 0;
  private fresh: NewTagSet[] = [];

  constructor(ids: IdAllocator, limits: StoredTagLimits = DEFAULT_LIMITS) {
    this.ids = ids;
    this.limits = limits;
    this.combinations = new ByteDictionary(new IdAllocator(0), {
      entries: limits.sets,
      bytes: 64 << 20,
      whenFull: 'refuse',
    });
  }

  /** @param tags sorted by name. @returns the number of the set of those that are kept; {@link NO_TAG_SET} for none */
  idOf(tags: NewTagSet['tags']): number {
    const kept = this.keep(tags);
    if (kept.length === 0) return NO_TAG_SET;
    const length = kept.length * 8;
    const hash = hashWords(this.pairWords, 0, length);
    const entry = this.combinations.entryOf(this.pairBytes, this.pairWords, 0, length, hash);
    if (entry === NO_ENTRY) {
      this.setsLeftOut += 1;
      return NO_TAG_SET;
    }
    return (this.setIds[entry] ??= this.create(kept));
  }

  /** New tag sets since the last call. */
  takeNew(): NewTagSet[] {
    const { fresh } = this;
    this.fresh = [];
    return fresh;
  }

  addWarnings(warnings: WarningLog): void {
    const full = [...this.names.values()].filter((name) => name.full);
    if (full.length > 0) {
      const list = full.slice(0, NAMES_IN_WARNING).map(({ name }) => name);
      if (full.length > list.length) list.push('…');
      warnings.add(
        'many-tag-values',
        `Tags with very many different values are kept for the first of them only: ${list.join(', ')}. ` +
          'Names, URLs and VUs of requests are not affected.',
        full.length,
      );
    }
    if (this.namesLeftOut > 0) {
      const message = `Tags of more than ${this.limits.names} different names are not kept.`;
      warnings.add('many-tag-names', message, this.namesLeftOut);
    }
    if (this.setsLeftOut > 0) {
      warnings.add(
        'many-tags',
        `More than ${this.limits.sets} combinations of tags: points with further ones have no tags.`,
        this.setsLeftOut,
      );
    }
  }

  /** The tags that are kept; their pairs stand in {@link pairs}. */
  private keep(tags: NewTagSet['tags']): NewTagSet['tags'] {
    if (tags.length * 2 > this.pairs.length) {
      this.pairs = new Int32Array(tags.length * 4);
      this.pairBytes = new Uint8Array(this.pairs.buffer);
      this.pairWords = new DataView(this.pairs.buffer);
    }
    const kept: NewTagSet['tags'][number][] = [];
    for (const tag of tags) {
      const name = this.nameOf(tag[0]);
      if (name === null) continue;
      const value = this.valueOf(name, tag[1]);
      if (value < 0) continue;
      this.pairs[2 * kept.length] = name.index;
      this.pairs[2 * kept.length + 1] = value;
      kept.push(tag);
    }
    return kept;
  }

  private nameOf(text: string): TagName | null {
    const known = this.names.get(text);
    if (known !== undefined) return known.full ? null : known;
    if (this.names.size >= this.limits.names || this.units + text.length > this.limits.units) {
      this.namesLeftOut += 1;
      return null;
    }
    const name: TagName = { name: text, index: this.names.size, values: new Map(), full: false };
    this.names.set(text, name);
    this.units += text.length;
    return name;
  }

  private valueOf(name: TagName, text: string): number {
    const { values } = name;
    const known = values.get(text);
    if (known !== undefined) return known;
    if (values.size >= this.limits.values || this.units + text.length > this.limits.units) {
      this.leaveOut(name);
      return -1;
    }
    values.set(text, values.size);
    this.units += text.length;
    return values.size - 1;
  }

  private create(tags: NewTagSet['tags']): number {
    const id = this.ids.take();
    this.fresh.push({ id, tags });
    this.relieve();
    return id;
  }

  private relieve(): void {
    const relief = RELIEFS[this.reliefs];
    const { sets } = this.limits;
    if (relief === undefined || this.setIds.length + 1 < sets * relief.usedShare) return;
    this.reliefs += 1;
    for (const name of this.names.values())
      if (name.values.size > sets * relief.valueShare) this.leaveOut(name);
  }

  private leaveOut(name: TagName): void {
    name.full = true;
    for (const value of name.values.keys()) this.units -= value.length;
    name.values.clear();
  }
}
