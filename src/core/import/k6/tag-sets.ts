import type { IdAllocator } from '../byte-dictionary.ts';
import type { NewTagSet } from '../importer.ts';
import type { WarningLog } from '../warning-log.ts';
import type { SampleFacts } from './sample-facts.ts';
import { NO_TAG_SET, StoredTagSets, type StoredTagLimits } from './stored-tag-sets.ts';
import type { TextLimit } from './text-limit.ts';

export type Tag = readonly [name: string, value: string];

/** The tags and metadata of a point. Two points with the same ones share one object (see {@link TagSetLimits}). */
export class TagSet {
  /** Number in the workspace, or {@link NO_TAG_SET}. Sets that differ in tags that are not kept have the same one. */
  readonly id: number;
  /** Another number for other tags, whether they are kept or not. */
  readonly contentId: number;
  /** Sorted by name. */
  readonly tags: readonly Tag[];
  /** What follows from the tags for a sample; worked out when the first sample needs it. */
  httpFacts: SampleFacts | null = null;
  grpcFacts: SampleFacts | null = null;
  groupFacts: SampleFacts | null = null;

  constructor(id: number, tags: readonly Tag[], contentId = id) {
    this.id = id;
    this.tags = tags;
    this.contentId = contentId;
  }

  value(name: string): string | undefined {
    for (const tag of this.tags) if (tag[0] === name) return tag[1];
    return undefined;
  }
}

export interface TagSetLimits {
  readonly entries: number;
  /** UTF-16 units of all names and values. */
  readonly units: number;
}

/** Twice this is held at most, about 25 MB, however many different tag sets a file has. */
const DEFAULT_LIMITS: TagSetLimits = { entries: 8_000, units: 4 << 20 };

/** More scenario names than this are only counted. */
const MAX_SCENARIOS = 50;

/**
 * One {@link TagSet} per content, whatever the order in which its members are written. Memory is bounded by two
 * generations: when the younger one is full, the older one is dropped; what is used again moves to the younger one. A tag
 * set that comes back after both generations is another object with the same number in the workspace.
 */
export class TagSets {
  readonly none = new TagSet(NO_TAG_SET, []);
  readonly scenarios = new Set<string>();
  private readonly stored: StoredTagSets;
  private readonly limit: TextLimit;
  private readonly limits: TagSetLimits;
  private contents = 0;
  private young = new Map<string, TagSet>();
  private old = new Map<string, TagSet>();
  private youngUnits = 0;

  constructor(
    ids: IdAllocator,
    limit: TextLimit,
    limits: TagSetLimits = DEFAULT_LIMITS,
    storedLimits?: StoredTagLimits,
  ) {
    this.stored = new StoredTagSets(ids, storedLimits);
    this.limit = limit;
    this.limits = limits;
  }

  /**
   * @param tags and @param metadata as they stand in a point: an object of texts, null or nothing. Metadata (`vu`, `iter`)
   *   is kept among the tags under its own names; a name that is a tag too gets `metadata.` in front.
   * @returns null when one of them is something else
   */
  of(tags: unknown, metadata: unknown): TagSet | null {
    const list: Tag[] = [];
    if (!this.collect(tags, list)) return null;
    if (!this.collect(metadata, list)) return null;
    return this.ofList(list);
  }

  /** The same for tags, and metadata behind them, that are texts already; the list is changed. */
  ofTexts(list: Tag[]): TagSet {
    for (const [i, [name, value]] of list.entries())
      list[i] = [this.limit.clip(name), this.limit.clip(value)];
    return this.ofList(list);
  }

  private ofList(list: Tag[]): TagSet {
    if (list.length === 0) return this.none;
    sortByName(list);
    renameMetadata(list);
    const content = contentKey(list);
    const known = this.young.get(content);
    if (known !== undefined) return known;
    const set = this.old.get(content) ?? this.create(list);
    if (this.young.size >= this.limits.entries || this.youngUnits + content.length > this.limits.units) {
      this.old = this.young;
      this.young = new Map();
      this.youngUnits = 0;
    }
    this.young.set(content, set);
    this.youngUnits += content.length;
    return set;
  }

  /** New tag sets since the last call. */
  takeNew(): NewTagSet[] {
    return this.stored.takeNew();
  }

  /** What is known only at the end of the file. */
  addWarnings(warnings: WarningLog): void {
    this.stored.addWarnings(warnings);
  }

  private collect(object: unknown, into: Tag[]): boolean {
    if (object === null || object === undefined) return true;
    if (typeof object !== 'object' || Array.isArray(object)) return false;
    for (const [name, value] of Object.entries(object as Record<string, unknown>)) {
      if (typeof value === 'string') into.push([this.limit.clip(name), this.limit.clip(value)]);
      else if (typeof value === 'number' || typeof value === 'boolean')
        into.push([this.limit.clip(name), String(value)]);
      else if (value !== null) return false;
    }
    return true;
  }

  private create(tags: readonly Tag[]): TagSet {
    const set = new TagSet(this.stored.idOf(tags), tags, this.contents++);
    const scenario = set.value('scenario');
    if (scenario !== undefined && scenario !== '' && this.scenarios.size < MAX_SCENARIOS)
      this.scenarios.add(scenario);
    return set;
  }
}

/** More tags than any tool writes; there the sort must not be quadratic. */
const MANY_TAGS = 100;

/** Stable. By insertion: k6 writes tags sorted, and few metadata behind them. */
function sortByName(tags: Tag[]): void {
  if (tags.length > MANY_TAGS) {
    tags.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
    return;
  }
  for (let i = 1; i < tags.length; i++) {
    const tag = tags[i]!;
    let at = i;
    for (; at > 0 && tags[at - 1]![0] > tag[0]; at--) tags[at] = tags[at - 1]!;
    tags[at] = tag;
  }
}

/** Of two neighbours with the same name the second came from the metadata. */
function renameMetadata(sorted: Tag[]): void {
  let renamed = false;
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i]![0] !== sorted[i - 1]![0]) continue;
    sorted[i] = [`metadata.${sorted[i]![0]}`, sorted[i]![1]];
    renamed = true;
  }
  if (renamed) sortByName(sorted);
}

/** A text that only these tags have: lengths tell where names and values end. */
function contentKey(tags: readonly Tag[]): string {
  let key = '';
  for (const [name, value] of tags) key += `${name.length}:${name}${value.length}:${value}`;
  return key;
}
