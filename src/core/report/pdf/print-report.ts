import { cancelledError } from '#shared/contract/errors.ts';
import type { PageSize } from '#shared/model/report.ts';
import type { FigureFormat } from '../document/figure-format.ts';
import type { ReportDocument } from '../document/report-document.ts';
import { reportHtml } from '../html/report-html.ts';
import { withFixedDates } from './fixed-dates.ts';
import { pagesOfAnchors } from './pdf-pages.ts';

/**
 * Prints one HTML document: tagged, with an outline, by the page rules of its own style.
 * @throws {AppError} `cancelled`, and when the browser cannot be started or ends
 */
export type PrintPdf = (
  html: string,
  options: { readonly pageSize: PageSize },
  signal: AbortSignal,
) => Promise<Uint8Array>;

/** Page numbers change nothing about where text runs, but a long name may: more rounds would not help then. */
const MAX_ROUNDS = 3;

/**
 * Chromium cannot name the page of a link, so the document is printed once to learn its pages, and again with their numbers,
 * until the numbers are right.
 */
export async function printReport(
  document: ReportDocument,
  format: FigureFormat,
  print: PrintPdf,
  signal: AbortSignal,
): Promise<Uint8Array> {
  let pages: ReadonlyMap<string, number> = new Map();
  let pdf = new Uint8Array(0);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const html = await reportHtml(document, format, pages);
    if (signal.aborted) throw cancelledError('The report');
    pdf = new Uint8Array(await print(html, { pageSize: document.meta.pageSize }, signal));
    const found = pagesOfAnchors(pdf);
    if (sameNumbers(found, pages)) break;
    pages = found;
  }
  return withFixedDates(pdf, document.meta.printedAtUs);
}

function sameNumbers(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): boolean {
  return a.size === b.size && [...a].every(([anchor, page]) => b.get(anchor) === page);
}
