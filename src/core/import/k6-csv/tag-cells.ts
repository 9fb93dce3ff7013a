import type { Tag, TagSet, TagSets } from '../k6/tag-sets.ts';
import { KnownTexts, type TagText } from '../k6/known-texts.ts';
import { EXTRA_TAGS, METADATA, type Layout } from './layout.ts';

const QUOTE = '"';

/**
 * Tags as they stand in a row. An empty cell is no tag: k6 writes the same for a tag that is empty and for one that is
 * absent.
 */
export function tagsOf(layout: Layout, textOf: (column: number) => string): Tag[] {
  const tags: Tag[] = [];
  const metadata: Tag[] = [];
  layout.columns.forEach((name, column) => {
    if (column === layout.metric || column === layout.time || column === layout.value) return;
    const text = textOf(column);
    if (text === '') return;
    if (name === EXTRA_TAGS) addPairs(text, name, tags);
    else if (name === METADATA) addPairs(text, name, metadata);
    else tags.push([name, text]);
  });
  return metadata.length === 0 ? tags : [...tags, ...metadata];
}

/**
 * `a=1&b=2`, in any order. k6 escapes nothing here: a value with `&` in it cannot be told from two pairs. A part without
 * `=` belongs to the value before it; of two parts of one name the first counts.
 */
function addPairs(text: string, column: string, into: Tag[]): void {
  const pairs = new Map<string, string>();
  let name: string | null = null;
  for (const part of text.split('&')) {
    const equals = part.indexOf('=');
    if (equals > 0) {
      name = part.slice(0, equals);
      if (!pairs.has(name)) pairs.set(name, part.slice(equals + 1));
    } else if (name === null) {
      name = column;
      pairs.set(name, part);
    } else {
      pairs.set(name, `${pairs.get(name)!}&${part}`);
    }
  }
  for (const [key, value] of pairs) if (value !== '') into.push([key, value]);
}

/** The tags of a usual row: all that stands behind the value and its comma, up to the line end. */
export class TagCells extends KnownTexts {
  private readonly tagSets: TagSets;
  private readonly layout: Layout;
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  constructor(tagSets: TagSets, layout: Layout) {
    super();
    this.tagSets = tagSets;
    this.layout = layout;
  }

  /** The entry of a row without tags: a first guess. */
  empty(): TagText {
    const text = new TextEncoder().encode(','.repeat(this.layout.columns.length - 4));
    return this.add(text, this.tagSets.none);
  }

  protected override read(bytes: Uint8Array, start: number, end: number): TagSet | null {
    const text = this.decoder.decode(bytes.subarray(start, end));
    const cells = text.includes(QUOTE) ? quotedCells(text) : text.split(',');
    if (cells?.length !== this.layout.columns.length - 3 || text.includes('\0') || text.includes('\r')) {
      return null;
    }
    return this.tagSets.ofTexts(tagsOf(this.layout, (column) => cells[column - 3]!));
  }
}

/** The cells of a line that ends where its record does; null when a quote is open, or text follows a closing one. */
function quotedCells(text: string): string[] | null {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] === QUOTE) {
      let end = at + 1;
      for (;;) {
        end = text.indexOf(QUOTE, end);
        if (end < 0) return null;
        if (text[end + 1] !== QUOTE) break;
        end += 2;
      }
      cells.push(text.slice(at + 1, end).replaceAll('""', QUOTE));
      at = end + 1;
    } else {
      const comma = text.indexOf(',', at);
      const end = comma < 0 ? text.length : comma;
      cells.push(text.slice(at, end));
      at = end;
    }
    if (at === text.length) return cells;
    if (text[at] !== ',') return null;
    at += 1;
  }
}
