import { escapeMarkup } from '../charts/svg.ts';
import type { Drawings } from '../charts/drawings.ts';
import { svgOf } from '../charts/drawing.ts';
import { signSvg } from '../charts/signs.ts';
import type { FigureFormat } from '../document/figure-format.ts';
import type { Block, Inline, Table } from '../document/report-document.ts';

/** What blocks are written with. */
export interface Writing {
  readonly format: FigureFormat;
  readonly drawings: Drawings;
  /** Room across in px. */
  readonly width: number;
  /** Page of each anchor; null: it is for the screen, which has no pages. */
  readonly pages: ReadonlyMap<string, number> | null;
  /** Charts are room without marks: pages break in the same places, and are printed in half the time. */
  readonly roomOnly: boolean;
}

const COLUMN_GAP = 28;

export function blockHtml(block: Block, writing: Writing): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p${block.keep === true ? ' class="keep"' : ''}>${inlinesHtml(block.text, writing)}</p>`;
    case 'heading':
      return `<h${block.level}>${escapeMarkup(block.text)}</h${block.level}>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${inlinesHtml(item, writing)}</li>`).join('')}</ul>`;
    case 'facts':
      return `<dl class="facts">${block.rows
        .map(([name, value]) => `<dt>${escapeMarkup(name)}</dt><dd>${inlinesHtml(value, writing)}</dd>`)
        .join('')}</dl>`;
    case 'table':
      return keptTogether(block, writing);
    case 'decision':
      return `<div class="decision ${block.readiness}"><div class="word">${escapeMarkup(block.title)}</div><p>${escapeMarkup(block.text)}</p></div>`;
    case 'figures':
      return `<dl class="figures">${block.figures
        .map(
          ({ name, value, note }) =>
            `<div><dt>${escapeMarkup(name)}</dt><dd class="value">${escapeMarkup(value)}</dd><dd class="under">${inlinesHtml(note, writing)}</dd></div>`,
        )
        .join('')}</dl>`;
    case 'chart':
      return chartHtml(block, writing);
    case 'picture':
      return `<figure><img src="${escapeMarkup(block.source)}" alt="${escapeMarkup(block.caption === '' ? 'Attached picture' : block.caption)}"><figcaption>Figure ${block.number}. ${escapeMarkup([block.caption, block.selection].filter((text) => text !== '').join(' '))}</figcaption></figure>`;
    case 'columns': {
      const { columns } = block;
      const width = (writing.width - COLUMN_GAP * (columns.length - 1)) / columns.length;
      return `<div class="columns">${columns
        .map(
          (column) => `<div>${column.map((each) => blockHtml(each, { ...writing, width })).join('')}</div>`,
        )
        .join('')}</div>`;
    }
    case 'contents':
      return `<ul class="contents">${block.entries
        .map(
          ({ anchor, text }) =>
            `<li><a href="#${anchor}">${inlinesHtml(text, writing)}</a>${pageNumber(anchor, writing)}</li>`,
        )
        .join('')}</ul>`;
  }
}

function chartHtml(block: Extract<Block, { readonly kind: 'chart' }>, writing: Writing): string {
  const drawing = writing.drawings.of(block.chart, writing.width);
  const { rows } = block.table;
  // On paper it could not be opened.
  const table =
    rows.length === 0 || writing.pages !== null
      ? ''
      : `<details class="figures-of"><summary>Figures of this chart</summary>${tableHtml(block.table, block.title, writing)}</details>`;
  return `<figure>${block.titled ? '' : `<div class="figure-title">${escapeMarkup(block.title)}</div>`}${svgOf(writing.roomOnly ? { ...drawing, content: '' } : drawing, `${block.title}. ${block.caption}`)}<figcaption>Figure ${block.number}. ${escapeMarkup(block.caption)}</figcaption>${table}</figure>`;
}

/** Rows of a table that is not worth a second page. */
const SHORT_ROWS = 6;

/** A short table stays on one page with what is said below it; of a long one, the last rows do. */
function keptTogether(block: Extract<Block, { readonly kind: 'table' }>, writing: Writing): string {
  const html = tableHtml(block.table, block.title, writing) + noteHtml(block.note, writing);
  return block.table.rows.length <= SHORT_ROWS ? `<div class="keep">${html}</div>` : html;
}

function tableHtml({ columns, rows, oneLine }: Table, title: string, writing: Writing): string {
  const given = columns.reduce((sum, { share = 0 }) => sum + share, 0);
  const open = columns.filter(({ share }) => share === undefined).length;
  const widths = columns.map(({ share }) => share ?? Math.max(0, 1 - given) / Math.max(1, open));
  const total = widths.reduce((sum, width) => sum + width, 0) || 1;
  const group = widths.map((width) => `<col style="width:${((100 * width) / total).toFixed(2)}%">`).join('');
  const classes = (place: number, extra = ''): string => {
    const { align, tone } = columns[place] ?? { align: 'left' };
    const names = [align === 'right' ? 'right' : '', extra === 'head' && tone !== undefined ? tone : ''];
    const text = names.filter((name) => name !== '').join(' ');
    return text === '' ? '' : ` class="${text}"`;
  };
  const head = columns
    .map(({ title: name }, place) => `<th scope="col"${classes(place, 'head')}>${escapeMarkup(name)}</th>`)
    .join('');
  const body = rows
    .map(
      (cells) =>
        `<tr>${cells
          .map((cell, place) =>
            place === 0
              ? `<th scope="row"${classes(place)}>${inlinesHtml(cell, writing)}</th>`
              : `<td${classes(place)}>${inlinesHtml(cell, writing)}</td>`,
          )
          .join('')}</tr>`,
    )
    .join('');
  return `<table aria-label="${escapeMarkup(title)}"${oneLine ? ' class="one-line"' : ''}><colgroup>${group}</colgroup><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

function noteHtml(note: readonly Inline[], writing: Writing): string {
  return note.every(({ text }) => text === '') ? '' : `<p class="note">${inlinesHtml(note, writing)}</p>`;
}

export function inlinesHtml(inlines: readonly Inline[], writing: Writing): string {
  return inlines.map((inline) => inlineHtml(inline, writing)).join('');
}

function inlineHtml({ text, strong, mono, tone, sign, link }: Inline, writing: Writing): string {
  const names = [
    strong === true ? 'strong' : '',
    mono === true ? 'mono' : '',
    tone === undefined || tone === 'plain' ? '' : tone,
  ].filter((name) => name !== '');
  const content = `${sign === undefined ? '' : signSvg(sign, 12)}${spaced(text)}`;
  const marked = names.length === 0 ? content : `<span class="${names.join(' ')}">${content}</span>`;
  if (link === undefined) return marked;
  const page = writing.pages?.get(link);
  return `<a href="#${link}">${marked}</a>${page === undefined ? '' : `, page ${page}`}`;
}

/** Blanks in a row are room between parts of a line. */
function spaced(text: string): string {
  return escapeMarkup(text).replace(/ {2,}/gu, (blanks) => `${'\u2002'.repeat(blanks.length - 1)} `);
}

function pageNumber(anchor: string, { pages }: Writing): string {
  if (pages === null) return '';
  return `<span class="page-number">${pages.get(anchor) ?? ''}</span>`;
}
