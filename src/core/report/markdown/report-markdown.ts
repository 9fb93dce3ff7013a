import type { Block, Inline, ReportDocument, Table } from '../document/report-document.ts';

/**
 * The report as Markdown (CommonMark with tables): for wikis and pull requests. Charts become their tables; pictures are
 * named, because a text file cannot carry them.
 */
export function reportMarkdown({ title, subtitle, meta, sections }: ReportDocument): string {
  const lines = [`# ${escaped(title)}`, inlines(subtitle)];
  for (const { number, title: heading, kind, blocks } of sections) {
    if (kind === 'contents') continue;
    if (kind !== 'summary') lines.push(`## ${number === null ? '' : `${number} `}${escaped(heading)}`);
    lines.push(...blocks.map(blockText).filter((text) => text !== ''));
  }
  const foot = [
    `Loadstone ${meta.version}`,
    meta.printedAt,
    ...(meta.digest === null ? [] : [`sources SHA-256 ${meta.digest}`]),
  ];
  lines.push('---', escaped(foot.join(', ')));
  return `${lines.filter((line) => line !== '').join('\n\n')}\n`;
}

/** Longer tables behind charts are of no use to a reader of text. */
const MAX_CHART_ROWS = 40;

function blockText(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return inlines(block.text);
    case 'heading':
      return `${'#'.repeat(block.level)} ${escaped(block.text)}`;
    case 'list':
      return block.items.map((item) => `- ${inlines(item)}`).join('\n');
    case 'facts':
      return block.rows.map(([name, value]) => `- **${escaped(name)}:** ${inlines(value)}`).join('\n');
    case 'table': {
      const title = block.titled ? '' : `**${escaped(block.title)}**\n\n`;
      const note = inlines(block.note);
      return `${title}${tableText(block.table)}${note === '' ? '' : `\n\n${note}`}`;
    }
    case 'decision':
      return `> **${escaped(block.title)}**\n>\n> ${escaped(block.text)}`;
    case 'figures':
      return tableText({
        columns: block.figures.map(({ name }) => ({ title: name, align: 'right' })),
        rows: [
          block.figures.map(({ value }) => [{ text: value, strong: true }]),
          block.figures.map(({ note }) => note),
        ],
        oneLine: false,
      });
    case 'chart': {
      const caption = `*Figure ${block.number}. ${escaped(block.title)}. ${escaped(block.caption)}*`;
      const { rows } = block.table;
      return rows.length === 0 || rows.length > MAX_CHART_ROWS
        ? caption
        : `${tableText(block.table)}\n\n${caption}`;
    }
    case 'picture': {
      const words = [block.caption, block.selection].filter((text) => text !== '').join(' ');
      return `*Figure ${block.number} (a picture, see the HTML or PDF). ${escaped(words)}*`;
    }
    case 'columns':
      return block.columns
        .flatMap((column) => column.map(blockText))
        .filter((text) => text !== '')
        .join('\n\n');
    case 'contents':
      return block.entries.map(({ text }) => `- ${inlines(text)}`).join('\n');
  }
}

function tableText({ columns, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ title }) => cell(escaped(title)))),
    line(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map((cells) => line(cells.map((each) => cell(inlines(each))))),
  ].join('\n');
}

function cell(text: string): string {
  return text.replace(/\r?\n/gu, ' ');
}

function inlines(parts: readonly Inline[]): string {
  return parts.map(inline).join('').trim();
}

function inline({ text, strong, mono, tone, sign }: Inline): string {
  if (text.trim() === '') return text;
  const [, before = '', core = '', after = ''] = /^(\s*)(.*?)(\s*)$/su.exec(text)!;
  if (mono === true) return `${before}${code(core)}${after}`;
  const written = escaped(core);
  const important = strong === true || sign === 'failed' || tone === 'bad';
  return `${before}${important ? `**${written}**` : written}${after}`;
}

/** Code in as many back ticks as it needs. */
function code(text: string): string {
  const safe = text.replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...safe.matchAll(/`+/gu)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${safe}${fence}` : `${fence} ${safe} ${fence}`;
}

function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>|#~]/gu, (character) => `\\${character}`).replace(/\s+/gu, ' ');
}
