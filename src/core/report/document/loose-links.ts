import type { Block, DocumentSection, Inline } from './report-document.ts';

/** Sections that are left out leave links without an end: their words stay. */
export function withoutLooseLinks(sections: readonly DocumentSection[]): DocumentSection[] {
  const anchors = new Set(sections.map(({ id }) => id));
  const inlines = (parts: readonly Inline[]): readonly Inline[] =>
    parts.map(({ link, ...part }) => (link === undefined || !anchors.has(link) ? part : { ...part, link }));
  const block = (each: Block): Block => {
    switch (each.kind) {
      case 'paragraph':
        return { ...each, text: inlines(each.text) };
      case 'list':
        return { ...each, items: each.items.map(inlines) };
      case 'facts':
        return { ...each, rows: each.rows.map(([name, value]) => [name, inlines(value)] as const) };
      case 'table': {
        const { table } = each;
        const rows = table.rows.map((cells) => cells.map(inlines));
        return { ...each, table: { ...table, rows }, note: inlines(each.note) };
      }
      case 'columns':
        return { ...each, columns: each.columns.map((column) => column.map(block)) };
      case 'contents':
        return each.entries.every(({ anchor }) => anchors.has(anchor))
          ? each
          : { kind: 'list', items: each.entries.map(({ text }) => text) };
      default:
        return each;
    }
  };
  return sections.map((section) => ({ ...section, blocks: section.blocks.map(block) }));
}
