import type { PageSize } from '#shared/model/report.ts';
import type { DocumentMeta } from '../document/report-document.ts';
import { MARGINS_MM, pageMillimetres } from './page-geometry.ts';

const ACCENT = '#0b5fd0';

/** One page style per sheet: the head of a page names what is on it. */
export interface SheetHead {
  readonly page: string;
  readonly text: string;
}

/** The whole style sheet but the fonts. On screen every sheet is a page of its own width; on paper they flow. */
export function styleSheet(title: string, meta: DocumentMeta, heads: readonly SheetHead[]): string {
  return [
    `:root{--accent:${meta.accent ?? ACCENT};--text:#16191d;--text-2:#4a525c;--text-3:#5d6670;--line:#dde1e6;--line-strong:#b9c0c8;--surface:#f7f8fa;--a:#0068a3;--b:#b04d00;--good:#0b7a4b;--bad:#c02b2b;--warn:#8a5c00;--unknown:#5d6670}`,
    TEXT,
    BLOCKS,
    pageRules(title, meta, heads),
    screenRules(meta.pageSize),
  ].join('\n');
}

const TEXT = `
*{box-sizing:border-box;margin:0}
html{font:13px/1.42 "Inter","Helvetica Neue",Arial,"Liberation Sans",sans-serif;color:var(--text);-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{background:#fff}
h1{font-size:24px;line-height:30px;font-weight:600;letter-spacing:-.01em;text-wrap:balance;display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden}
h2{font-size:18px;line-height:24px;font-weight:600;letter-spacing:-.005em;margin:0 0 6px}
h3{font-size:13.500px;line-height:18px;font-weight:600;margin:16px 0 5px}
h4{font-size:12px;font-weight:600;margin:10px 0 3px}
h1,h2,h3,h4{break-after:avoid;overflow-wrap:anywhere}
p{margin:0 0 7px;orphans:3;widows:3;overflow-wrap:anywhere}
a{color:inherit;text-decoration:none}
p.keep{break-after:avoid}
ul{padding-left:15px;margin:2px 0 8px}
li{margin:0 0 3px;overflow-wrap:anywhere}
.mono{font-family:"JetBrains Mono",Menlo,Consolas,"Liberation Mono",monospace;font-size:.9em;font-variant-ligatures:none;overflow-wrap:anywhere}
.strong{font-weight:600}
.quiet{color:var(--text-2)}.good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}.unknown{color:var(--unknown)}.a{color:var(--a)}.b{color:var(--b)}
.sign{vertical-align:-.14em;margin-right:.3em}
.sub{color:var(--text-2);margin:3px 0 0}`;

const BLOCKS = `
.part{margin-top:26px}.sheet>.part:first-of-type{margin-top:0}
.title-row{display:flex;gap:24px;align-items:flex-start}.title-row>div{flex:1}.title-row img{max-height:48px;max-width:180px;object-fit:contain}
.title-row .mark{width:22px;height:22px;margin-top:4px;color:var(--text)}
table{width:100%;border-collapse:collapse;table-layout:fixed;font-size:12px;line-height:16px;margin:2px 0 4px;font-variant-numeric:tabular-nums}
thead{display:table-header-group}
tr,div.keep{break-inside:avoid}
table+.note{break-before:avoid}
th{font-weight:500;text-align:left;color:var(--text-2);padding:3px 6px;border-bottom:1px solid var(--line-strong);vertical-align:bottom}
td,tbody th{padding:3px 6px;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
tbody th{font-weight:400;color:var(--text)}
th:first-child,td:first-child{padding-left:0}th:last-child,td:last-child{padding-right:0}
.right{text-align:right}
.one-line td,.one-line tbody th{white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.note{font-size:11px;line-height:15px;color:var(--text-2);margin:2px 0 8px;overflow-wrap:anywhere}
.decision{border-left:4px solid var(--unknown);padding:1px 0 2px 14px;margin:14px 0 10px;break-inside:avoid}
.decision.ready{border-color:var(--good)}.decision.not-ready{border-color:var(--bad)}
.decision .word{font-size:17px;line-height:24px;font-weight:600}
.decision p{color:var(--text-2);margin:0;display:-webkit-box;-webkit-line-clamp:3;-webkit-box-orient:vertical;overflow:hidden}
.figures{display:grid;grid-template-columns:repeat(5,1fr);border-top:1px solid var(--line);border-bottom:1px solid var(--line);margin:0 0 4px;break-inside:avoid}
.figures>div{padding:6px 8px 6px 10px;border-left:1px solid var(--line)}.figures>div:first-child{border:0;padding-left:0}
.figures dt{font-size:11px;color:var(--text-2)}.figures .value{font-size:16px;line-height:22px;font-weight:600;margin:0;font-variant-numeric:tabular-nums}.figures .under{font-size:11px;margin:0;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.facts{display:grid;grid-template-columns:max-content 1fr;column-gap:20px;row-gap:3px;margin:4px 0 10px}.facts dt{color:var(--text-2)}.facts dd{margin:0;overflow-wrap:anywhere}
figure{margin:8px 0 12px;break-inside:avoid}
.figure-title{font-size:12px;font-weight:600;margin:0 0 4px}
.chart{display:block;max-width:100%;height:auto;font-family:inherit;font-size:11px;font-variant-numeric:tabular-nums}
figcaption{font-size:11px;line-height:15px;color:var(--text-2);margin-top:3px}
figure img{display:block;max-width:100%;max-height:170mm;border:1px solid var(--line)}
.columns{display:grid;grid-template-columns:4fr 3fr;gap:28px;break-inside:avoid}.columns>div{min-width:0}
.contents{list-style:none;padding:0;margin:2px 0 8px}
.contents li{display:flex;gap:10px;align-items:baseline;line-height:20px;margin:0}
.contents a{flex:1;min-width:0}
.columns .contents li{line-height:18px;margin-bottom:2px}
.columns .contents a{display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden}
.columns li{overflow:hidden;text-overflow:ellipsis}
.columns ul:not(.contents) li{display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical}
.columns ul:not(.contents){list-style:none;padding:0}.columns ul:not(.contents) li::before{content:"•  "}
.part[data-section=contents] .contents li{border-bottom:1px solid var(--line);line-height:26px}
.page-number{color:var(--text-2);font-variant-numeric:tabular-nums;min-width:1.6em;text-align:right}
.finding-number{margin-right:10px;color:var(--text-2)}`;

function pageRules(title: string, meta: DocumentMeta, heads: readonly SheetHead[]): string {
  const { top, side, bottom } = MARGINS_MM;
  const box = 'font:11px "Inter",Arial,sans-serif;color:#5d6670';
  const foot = [
    `Loadstone ${meta.version}`,
    meta.printedAt,
    ...(meta.digest === null ? [] : [`sources SHA-256 ${meta.digest}`]),
  ];
  const author = meta.author === '' ? meta.workspace : `${meta.author}, ${meta.workspace}`;
  return `
@page{size:${meta.pageSize};margin:${top}mm ${side}mm ${bottom}mm;
@top-left{content:${cssText(title)};${box};color:#16191d;font-weight:600;width:70%;vertical-align:bottom;padding-bottom:5px;margin-bottom:14px;border-bottom:1px solid #dde1e6;text-align:left;overflow:hidden;white-space:nowrap}
@top-right{content:${cssText(author)};${box};width:30%;vertical-align:bottom;padding-bottom:5px;margin-bottom:14px;border-bottom:1px solid #dde1e6;text-align:right;overflow:hidden;white-space:nowrap}
@bottom-left{content:${cssText(foot.join(', '))};${box};width:80%;vertical-align:top;padding-top:6px;margin-top:12px;border-top:1px solid #dde1e6;text-align:left;white-space:nowrap}
@bottom-right{content:"Page " counter(page) " of " counter(pages);${box};width:20%;vertical-align:top;padding-top:6px;margin-top:12px;border-top:1px solid #dde1e6;text-align:right;white-space:nowrap}}
${heads.map(({ page, text }) => `@page ${page}{@top-left{content:${cssText(`${shortened(title)}\u2003\u2003${text}`)}}}`).join('\n')}
@media print{.sheet{break-before:page}.sheet:first-of-type{break-before:auto}.screen-only,details.figures-of{display:none!important}${heads
    .map(({ page }) => `#${page}{page:${page}}`)
    .join('')}}`;
}

function screenRules(size: PageSize): string {
  const [width, height] = pageMillimetres(size);
  const { top, side, bottom } = MARGINS_MM;
  return `
@media screen{
body{background:#e9ecf0;padding:14px 0}
.sheet{position:relative;width:${width}mm;min-height:${height}mm;margin:0 auto 14px;padding:${top}mm ${side}mm ${bottom}mm;background:#fff;outline:1px solid #c6cbd2}
.screen-head{position:absolute;left:${side}mm;right:${side}mm;top:9mm;display:flex;justify-content:space-between;gap:16px;font-size:11px;color:var(--text-3);border-bottom:1px solid var(--line);padding-bottom:5px}
.screen-head b{color:var(--text);font-weight:600;margin-right:10px}
.screen-head span{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
a[href]:hover{text-decoration:underline}a[href]:focus-visible{outline:2px solid var(--accent)}
details.figures-of{font-size:11px;color:var(--text-2);margin-top:4px}details.figures-of summary{cursor:pointer}
}
@media screen and (max-width:${Math.round(width * 3.78)}px){.sheet{width:auto;padding:18mm 6mm 10mm;min-height:0}}`;
}

/** A text within quotation marks of CSS. */
function cssText(text: string): string {
  const safe = text.replace(/[\\"<>\n\r\f]/gu, (character) => `\\${character.codePointAt(0)!.toString(16)} `);
  return `"${safe}"`;
}

function shortened(title: string): string {
  return title.length > 70 ? `${title.slice(0, 69).trimEnd()}…` : title;
}
