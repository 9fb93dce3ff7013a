import type { RecordSplitter } from '../delimited/record-splitter.ts';
import type { NewTagSet, ReaderContext } from '../importer.ts';
import type { WarningLog } from '../warning-log.ts';

/** More combinations than these are no groups of samples, and would fill the memory. */
const MAX_TAG_SETS = 200_000;
const MAX_VALUE = 1000;

/** Cells that a person wants to keep as tags. */
export class TagCells {
  private readonly columns: readonly { readonly name: string; readonly place: number }[];
  private readonly context: ReaderContext;
  private readonly warnings: WarningLog;
  private readonly known = new Map<string, number>();
  private fresh: NewTagSet[] = [];

  constructor(
    columns: readonly { readonly name: string; readonly place: number }[],
    context: ReaderContext,
    warnings: WarningLog,
  ) {
    this.columns = columns;
    this.context = context;
    this.warnings = warnings;
  }

  /** @returns -1 for no tags */
  idOf(cells: RecordSplitter): number {
    const tags = this.columns
      .map(({ name, place }) => [name, cells.textOf(place).slice(0, MAX_VALUE)] as const)
      .filter(([, value]) => value !== '');
    if (tags.length === 0) return -1;
    const key = JSON.stringify(tags);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    if (this.known.size >= MAX_TAG_SETS) {
      this.warnings.add('many-tags', 'Too many different combinations of tags: further rows have none.');
      return -1;
    }
    const id = this.context.tagSetIds.take();
    this.known.set(key, id);
    this.fresh.push({ id, tags });
    return id;
  }

  send(): void {
    if (this.fresh.length === 0) return;
    this.context.emit.tagSets(this.fresh);
    this.fresh = [];
  }
}
