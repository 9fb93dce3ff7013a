import type { Drawings } from '../charts/drawings.ts';
import { escapeMarkup } from '../charts/svg.ts';
import type { FigureFormat } from '../document/figure-format.ts';
import type { DocumentSection, ReportDocument } from '../document/report-document.ts';
import { blockHtml, inlinesHtml, type Writing } from './blocks-html.ts';
import { fontFaces } from './fonts.ts';
import { contentBox } from './page-geometry.ts';
import { styleSheet } from './style.ts';

/** Nothing is fetched and nothing runs, wherever the document is opened. */
const POLICY = "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'";

const MARK =
  '<svg class="mark" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 1 14.500 8 8 15 1.500 8z" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linejoin="round"/><path d="M8 1v14L1.500 8z" fill="currentColor"/></svg>';

/** Sections that share pages. */
interface Sheet {
  readonly page: string;
  readonly sections: readonly DocumentSection[];
}

/** How a document is written. */
export interface HtmlWriting {
  readonly format: FigureFormat;
  /** Kept by who writes the same document again. */
  readonly drawings: Drawings;
  /** Page of each anchor, as an earlier print of the same document has them; null: for the screen. */
  readonly pages: ReadonlyMap<string, number> | null;
  /** Charts are room without marks. */
  readonly roomOnly: boolean;
}

/** One self-contained document: fonts, pictures and charts are in it. */
export async function reportHtml(document: ReportDocument, how: HtmlWriting): Promise<string> {
  const { meta, title } = document;
  const writing: Writing = { ...how, width: contentBox(meta.pageSize).width };
  const sheets = sheetsOf(document.sections);
  const heads = sheets.map(({ page, sections }) => ({ page, text: headText(sections) }));
  const body = sheets.map((sheet, place) =>
    sheetHtml(document, sheet, heads[place]!.text, writing, place === 0),
  );
  const content = body.join('\n');
  const fonts = await fontFaces(`${title}${content}`);
  return `<!doctype html>
<html lang="${escapeMarkup(meta.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width">
<meta name="generator" content="Loadstone ${escapeMarkup(meta.version)}">
${meta.author === '' ? '' : `<meta name="author" content="${escapeMarkup(meta.author)}">\n`}<title>${escapeMarkup(title)}</title>
<style>
${fonts}
${styleSheet(title, meta, heads)}
</style>
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`;
}

function sheetsOf(sections: readonly DocumentSection[]): Sheet[] {
  const groups: DocumentSection[][] = [];
  for (const section of sections) {
    const last = groups.at(-1);
    if (last === undefined || section.startsPage) groups.push([section]);
    else last.push(section);
  }
  return groups.map((group, place) => ({ page: `sheet-${place + 1}`, sections: group }));
}

/** Up to three sections by their names, a row of findings as `Findings 2 to 5`. */
function headText(sections: readonly DocumentSection[]): string {
  const [first] = sections;
  const numbered = sections.filter(({ number }) => number !== null);
  const last = numbered.at(-1);
  if (numbered.length > 1 && last !== undefined) return `Findings ${numbered[0]!.number} to ${last.number}`;
  if (first === undefined) return '';
  const others = sections.slice(1).map(({ running }) => running.toLowerCase());
  return others.length > 2 ? first.running : [first.running, ...others].join(', ');
}

function sheetHtml(
  document: ReportDocument,
  { page, sections }: Sheet,
  head: string,
  writing: Writing,
  isFirst: boolean,
): string {
  const { meta, title } = document;
  const screenHead = `<div class="screen-only screen-head" aria-hidden="true"><span><b>${escapeMarkup(title)}</b>${escapeMarkup(head)}</span><span>${escapeMarkup(meta.workspace)}</span></div>`;
  const opening = isFirst ? titleHtml(document, writing) : '';
  return `<div class="sheet" id="${page}">${screenHead}${opening}${sections.map((section) => sectionHtml(section, writing)).join('\n')}</div>`;
}

function titleHtml({ title, subtitle, meta }: ReportDocument, writing: Writing): string {
  const picture = meta.logo === null ? MARK : `<img src="${escapeMarkup(meta.logo)}" alt="">`;
  return `<div class="title-row"><div><h1>${escapeMarkup(title)}</h1><p class="sub">${inlinesHtml(subtitle, writing)}</p></div>${picture}</div>`;
}

function sectionHtml(section: DocumentSection, writing: Writing): string {
  const { id, kind, number, title, findingId, blocks } = section;
  const finding = findingId === null ? '' : ` data-finding="${escapeMarkup(findingId)}"`;
  const heading =
    kind === 'summary'
      ? ''
      : `<h2>${number === null ? '' : `<span class="finding-number">${escapeMarkup(number)}</span>`}${escapeMarkup(title)}</h2>`;
  return `<section class="part" id="${id}" data-section="${kind}"${finding} aria-label="${escapeMarkup(title)}">${heading}${blocks.map((block) => blockHtml(block, writing)).join('')}</section>`;
}
