import { AppError } from '#shared/contract/errors.ts';
import type { ReportEdits, ReportFormat } from '#shared/model/report.ts';
import { Drawings } from './charts/drawings.ts';
import { buildDocument } from './document/build-document.ts';
import { FigureFormat } from './document/figure-format.ts';
import type { PictureData, ReportData } from './gather/report-data.ts';
import { reportHtml } from './html/report-html.ts';
import { reportMarkdown } from './markdown/report-markdown.ts';
import { printReport, type AnchorPages, type PrintedReport, type PrintPdf } from './pdf/print-report.ts';
import { reportJson } from './report-json.ts';

export const mediaTypes: Readonly<Record<ReportFormat, string>> = {
  pdf: 'application/pdf',
  html: 'text/html',
  markdown: 'text/markdown',
  json: 'application/json',
};

const ENDINGS: Readonly<Record<ReportFormat, string>> = {
  pdf: 'pdf',
  html: 'html',
  markdown: 'md',
  json: 'json',
};

/** The name of the report as a file name that every system takes. */
export function reportFileName(name: string, format: ReportFormat): string {
  const safe = name
    .replace(/[\u0000-\u001f\\/:*?"<>|]+/gu, '-')
    .replace(/^[.\s-]+|[.\s-]+$/gu, '')
    .slice(0, 120);
  return `${safe === '' ? 'Report' : safe}.${ENDINGS[format]}`;
}

/** The report as a text: one tree of contents, written down in three ways. */
export async function reportText(
  data: ReportData,
  edits: ReportEdits,
  pictures: readonly PictureData[],
  format: Exclude<ReportFormat, 'pdf'>,
): Promise<string> {
  const document = buildDocument(data, edits, pictures);
  switch (format) {
    case 'html': {
      const format = new FigureFormat(edits.settings.locale);
      return reportHtml(document, { format, drawings: new Drawings(format), pages: null, roomOnly: false });
    }
    case 'markdown':
      return reportMarkdown(document);
    case 'json':
      return reportJson(document, data, edits);
  }
}

/** What to do where nothing can print. */
const NO_PRINTER =
  'Install Chromium, Google Chrome or Microsoft Edge, or name one in the environment variable CHROMIUM_PATH; or export HTML and print it from any browser.';

export function noPrinter(): AppError {
  return new AppError('not-found', 'A PDF is printed by a browser, and none was found on this computer.', {
    hint: NO_PRINTER,
  });
}

/**
 * @param expected pages of an earlier print
 * @throws {AppError} `cancelled`, and what printing throws
 */
export async function reportPdf(
  data: ReportData,
  edits: ReportEdits,
  pictures: readonly PictureData[],
  { print, expected }: { readonly print: PrintPdf; readonly expected: AnchorPages },
  signal: AbortSignal,
): Promise<PrintedReport> {
  const document = buildDocument(data, edits, pictures);
  return printReport(document, new FigureFormat(edits.settings.locale), print, expected, signal);
}
