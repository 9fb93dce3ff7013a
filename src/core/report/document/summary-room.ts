import type { PageSize } from '#shared/model/report.ts';
import { FOREST_ROW } from '../charts/forest-svg.ts';
import { textWidth } from '../charts/text-width.ts';

/** What of the summary takes room on its one page. */
export interface SummaryContent {
  readonly pageSize: PageSize;
  readonly title: string;
  readonly subtitle: string;
  readonly decision: string;
  readonly gates: number;
  readonly findings: readonly string[];
  readonly notMeasured: readonly string[];
}

/** Room of a page for text in px (`html/page-geometry.ts`), with a line to spare. */
const PAGE: Readonly<Record<PageSize, { readonly width: number; readonly height: number }>> = {
  A4: { width: 688, height: 950 },
  Letter: { width: 710, height: 885 },
};
/** Headings, figures, heads of tables, axis and caption of the chart, and the gaps between them (`html/style.ts`). */
const FIXED = 308;
const GATE_ROW = 23;
const TITLE_LINE = 30;
const LINE = 19;
/** A chart of fewer rows says nothing. */
export const MIN_CHART_ROWS = 3;

/** Rows that the chart of the summary may have so that everything stays on one page; below 0 there is no room for it. */
export function summaryChartRows(content: SummaryContent): number {
  const { width, height } = PAGE[content.pageSize];
  const [left, right] = [((width - 28) * 4) / 7 - 30, ((width - 28) * 3) / 7 - 14];
  const used =
    FIXED +
    Math.min(2, lines(content.title, width - 50, 24.5)) * TITLE_LINE +
    lines(content.subtitle, width - 50, 13) * LINE +
    Math.min(3, lines(content.decision, width - 18, 13)) * LINE +
    Math.max(1, content.gates) * GATE_ROW +
    Math.max(listHeight(content.findings, left), listHeight(content.notMeasured, right));
  return Math.floor((height - used) / FOREST_ROW);
}

/** Entries are cut to two lines. */
function listHeight(texts: readonly string[], width: number): number {
  return texts.reduce((sum, text) => sum + Math.min(2, lines(text, width, 13.3)) * LINE + 3, 0);
}

/** A word that does not fit goes to the next line: some of every line is lost to that. */
function lines(text: string, width: number, fontSize: number): number {
  return Math.max(1, Math.ceil(textWidth(text, fontSize) / (width * 0.95)));
}
