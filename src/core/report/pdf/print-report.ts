import { cancelledError } from '#shared/contract/errors.ts';
import type { PageSize } from '#shared/model/report.ts';
import { Drawings } from '../charts/drawings.ts';
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

/** A browser, or what stands for one. */
export interface PdfPrinter {
  readonly print: PrintPdf;
  /** A document will come: what takes its time to start may start now. Fails in silence; printing will say why. */
  readonly prepare?: () => void;
  /** Ends what was kept for the next document. */
  close(): Promise<void>;
}

/** Pages of the anchors of a document, from 1. */
export type AnchorPages = ReadonlyMap<string, number>;

export interface PrintedReport {
  readonly pdf: Uint8Array;
  readonly pages: AnchorPages;
}

/** Page numbers change nothing about where text runs, but a long name may: more rounds would not help then. */
const MAX_ROUNDS = 3;

/**
 * Chromium cannot name the page of a link, so the document is printed first without the marks of its charts to learn its
 * pages, and then with their numbers, until the numbers are right.
 * @param expected the pages that an earlier print of it had: where they are still right, printing once is enough
 */
export async function printReport(
  document: ReportDocument,
  format: FigureFormat,
  print: PrintPdf,
  expected: AnchorPages,
  signal: AbortSignal,
): Promise<PrintedReport> {
  const drawings = new Drawings(format);
  const { printedAtUs, pageSize } = document.meta;
  const written = (pages: AnchorPages, roomOnly = false): Promise<string> =>
    reportHtml(document, { format, drawings, pages, roomOnly });
  const printed = async (html: string): Promise<Uint8Array> => {
    if (signal.aborted) throw cancelledError('The report');
    return new Uint8Array(await print(html, { pageSize }, signal));
  };
  const guess = expected.size > 0 ? expected : pagesOfAnchors(await printed(await written(expected, true)));
  let html = await written(guess);
  for (let round = 1; ; round++) {
    const pdf = await printed(html);
    const pages = pagesOfAnchors(pdf);
    const numbered = await written(pages);
    // A document that shows no page numbers, or those that it has.
    if (numbered === html || round === MAX_ROUNDS) return { pdf: withFixedDates(pdf, printedAtUs), pages };
    html = numbered;
  }
}
