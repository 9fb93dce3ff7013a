import { ByteDictionary, IdAllocator, NO_ENTRY } from '../byte-dictionary.ts';
import type { NewTagSet } from '../importer.ts';
import { decodeText } from '../jmeter-csv/cell-text.ts';
import { hashText } from '../jmeter-csv/text-hash.ts';

/** A column whose cells become tags of their rows. */
export interface TagColumn {
  readonly key: string;
  /** The value that says nothing and makes no tag; null for none. */
  readonly omit: string | null;
}

/** Bounds for variables that differ in every row (user names, order numbers): memory, and rows of the workspace. */
export const MAX_TAG_VALUES = 100_000;
export const MAX_TAG_SETS = 200_000;
const MAX_TAG_VALUE_BYTES = 16 << 20;

export const MORE_VALUES = '(more values)';

/** Code of a value beyond the limit: see `TOO_MANY` of the row plan. */
const OUT_OF_RANGE = -2;

/** Turns the tag cells of rows into numbers of tag sets; a set is built once, when its combination is new. */
export class TagSets {
  /** Rows whose combination of tags was not kept. */
  droppedRows = 0;
  /** One per column: entries stand in the cells of a row. */
  readonly values: ByteDictionary[];
  private readonly columns: TagColumn[];
  private readonly ids: IdAllocator;
  private readonly combinations = new ByteDictionary(new IdAllocator(0), {
    entries: MAX_TAG_SETS,
    bytes: 64 << 20,
    whenFull: 'refuse',
  });
  /** Number of the tag set per combination; {@link NO_ENTRY} where no tag is left. */
  private readonly setIds: number[] = [];
  private last: Int32Array<ArrayBuffer>;
  private lastBytes: Uint8Array<ArrayBuffer>;
  private lastWords: DataView;
  private lastId = NO_ENTRY;
  private fresh: NewTagSet[] = [];

  constructor(columns: readonly TagColumn[], ids: IdAllocator) {
    this.columns = [...columns];
    this.ids = ids;
    this.values = columns.map(valueDictionary);
    // No row has these entries: the first row is looked up.
    this.last = new Int32Array(columns.length).fill(OUT_OF_RANGE - 1);
    this.lastBytes = new Uint8Array(this.last.buffer);
    this.lastWords = new DataView(this.last.buffer);
  }

  /** One more column, behind the others; the rows so far have no value in it. */
  addColumn(column: TagColumn): void {
    this.columns.push(column);
    this.values.push(valueDictionary());
    this.last = new Int32Array(this.columns.length).fill(OUT_OF_RANGE - 1);
    this.lastBytes = new Uint8Array(this.last.buffer);
    this.lastWords = new DataView(this.last.buffer);
  }

  /**
   * Finds the tag sets of rows.
   * @param texts columns with entries of {@link values} from `first` on; negative: empty, or one value too many
   * @param ids takes the number of each row's tag set, {@link NO_ENTRY} for no tags
   */
  idsOf(texts: readonly Int32Array[], first: number, rows: number, ids: Int32Array): void {
    const { last } = this;
    const columns = last.length;
    for (let row = 0; row < rows; row++) {
      let same = true;
      for (let column = 0; column < columns; column++) {
        const entry = texts[first + column]![row]!;
        if (entry === last[column]) continue;
        last[column] = entry;
        same = false;
      }
      if (!same) this.lastId = this.lookUp();
      if (this.lastId === OUT_OF_RANGE) this.droppedRows += 1;
      ids[row] = this.lastId === OUT_OF_RANGE ? NO_ENTRY : this.lastId;
    }
  }

  takeNew(): NewTagSet[] {
    const { fresh } = this;
    this.fresh = [];
    return fresh;
  }

  private lookUp(): number {
    const hash = hashText(this.lastWords, 0, this.lastBytes.length);
    const entry = this.combinations.entryOf(this.lastBytes, this.lastWords, 0, this.lastBytes.length, hash);
    if (entry === NO_ENTRY) return OUT_OF_RANGE;
    return (this.setIds[entry] ??= this.build());
  }

  private build(): number {
    const tags = this.columns.flatMap(({ key, omit }, column): [string, string][] => {
      const value = this.valueOf(column, this.last[column]!);
      return value === null || value === omit ? [] : [[key, value]];
    });
    if (tags.length === 0) return NO_ENTRY;
    const id = this.ids.take();
    this.fresh.push({ id, tags });
    return id;
  }

  private valueOf(column: number, entry: number): string | null {
    if (entry === OUT_OF_RANGE) return MORE_VALUES;
    return entry < 0 ? null : decodeText(this.values[column]!.textAt(entry));
  }
}

function valueDictionary(): ByteDictionary {
  return new ByteDictionary(new IdAllocator(0), {
    entries: MAX_TAG_VALUES,
    bytes: MAX_TAG_VALUE_BYTES,
    whenFull: 'refuse',
  });
}
