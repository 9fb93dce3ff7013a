import type { reportMethods } from '#shared/contract/report-methods.ts';
import { arrangeFindings } from '#shared/model/report-findings.ts';
import {
  reportFormats,
  type ReportEdits,
  type ReportFormat,
  type ReportProgress,
} from '#shared/model/report.ts';
import type { EngineHandlers } from '#shared/rpc/server.ts';
import { transactionLines } from '../latency/transaction-lines.ts';
import { judgementOf } from '../report/document/readiness.ts';
import { gatherDetails } from '../report/gather/gather-details.ts';
import { gatherReport, type GatherContext, type GatherStep } from '../report/gather/gather-report.ts';
import type { PictureData, ReportData } from '../report/gather/report-data.ts';
import type { AnchorPages, PdfPrinter } from '../report/pdf/print-report.ts';
import { mediaTypes, noPrinter, reportFileName, reportPdf, reportText } from '../report/report-file.ts';
import { SharedAnswers } from '../sharing/shared-answers.ts';
import { attachPicture, readPicture } from '../workspace/report-pictures.ts';
import { createReport, listReports, readReport, removeReport, updateReport } from '../workspace/reports.ts';
import type { HandlerContext } from './context.ts';

export interface ReportingOptions {
  readonly version: string;
  /** Null where no browser is there to print with. */
  readonly printer: PdfPrinter | null;
}

/** Reports show what the engine's other methods answer. */
export function reportingHandlers(
  { session, answers, announce, emit, nowUs }: HandlerContext,
  { version, printer }: ReportingOptions,
): Pick<EngineHandlers, keyof typeof reportMethods> {
  const database = () => session.workspace.database;
  const gathered = new SharedAnswers<Omit<ReportData, 'details'>, GatherStep>(1, 'The report');
  const detailed = new SharedAnswers<ReportData['details'], GatherStep>(1, 'The report');

  /** Of the report that was printed last: an edit seldom moves anything to another page. */
  let lastPages: { readonly id: number; readonly pages: AnchorPages } | null = null;

  /** Something of the list of reports was changed. */
  async function changed(): Promise<void> {
    session.workspace.changed('lists');
    await announce();
  }

  async function editsOf(id: number, edits: ReportEdits | undefined): Promise<ReportEdits> {
    return edits ?? (await readReport(database(), id));
  }

  /** What the engine says of the subject now; edits of the report do not make it ask again. */
  async function dataOf(
    { subject, settings }: ReportEdits,
    progress: (step: GatherStep) => void,
    signal: AbortSignal,
  ): Promise<ReportData> {
    const { path, figuresRevision } = session.workspace;
    const key = JSON.stringify([path, figuresRevision, subject]);
    const contextOf = (shared: AbortSignal, tell: (step: GatherStep) => void): GatherContext => ({
      ask: answers.asking(shared),
      lines: async ({ runId, ...request }) =>
        transactionLines(database(), await session.workspace.run(runId), request, AbortSignal.any([shared])),
      version,
      nowUs: nowUs(),
      signal: shared,
      progress: tell,
    });
    const data = await gathered.get(
      key,
      (shared, tell) => gatherReport(subject, contextOf(shared, tell)),
      signal,
      progress,
    );
    const details = settings.everyTransaction
      ? await detailed.get(
          key,
          (shared, tell) => gatherDetails(data, contextOf(shared, tell)),
          signal,
          progress,
        )
      : [];
    return { ...data, details, workspace: (await session.workspace.info()).name, printedAtUs: nowUs() };
  }

  async function picturesOf(id: number, { attachments }: ReportEdits): Promise<PictureData[]> {
    const pictures: PictureData[] = [];
    for (const pictureId of new Set(attachments.map((each) => each.pictureId)))
      pictures.push({ pictureId, ...(await readPicture(database(), id, pictureId)) });
    return pictures;
  }

  async function bytesOf(
    request: { readonly id: number; readonly format: ReportFormat; readonly token: string },
    edits: ReportEdits,
    signal: AbortSignal,
  ): Promise<Uint8Array> {
    const { id, format, token } = request;
    // Before anything is computed: who cannot print should not wait for it.
    if (format === 'pdf') {
      if (printer === null) throw noPrinter();
      printer.prepare?.();
    }
    const tell = (step: Omit<ReportProgress, 'token'>): void => emit('reports.progress', { token, ...step });
    const data = await dataOf(edits, tell, signal);
    const pictures = await picturesOf(id, edits);
    if (format !== 'pdf') return new TextEncoder().encode(await reportText(data, edits, pictures, format));
    if (printer === null) throw noPrinter();
    tell({ step: 'Printing', done: 1, total: 1 });
    const known = lastPages?.id === id ? lastPages.pages : new Map<string, number>();
    const { pdf, pages } = await reportPdf(
      data,
      edits,
      pictures,
      { print: printer.print, expected: known },
      signal,
    );
    lastPages = { id, pages };
    return pdf;
  }

  return {
    'reports.list': () => listReports(database()),
    'reports.create': async ({ name, subject, settings = {} }) => {
      for (const runId of [...subject.candidate, ...subject.baseline]) await session.workspace.run(runId);
      const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
      const report = await createReport(database(), name, subject, given, nowUs());
      await changed();
      return report;
    },
    'reports.get': ({ id }) => readReport(database(), id),
    'reports.update': async ({ id, edits }) => {
      const before = await readReport(database(), id);
      const report = await updateReport(database(), id, edits, nowUs());
      // Figures do not follow from what is written in a report: only its name concerns other views.
      if (before.name !== report.name) await announce();
      return report;
    },
    'reports.remove': async ({ id }) => {
      await removeReport(database(), id);
      await changed();
      return listReports(database());
    },

    'reports.attach': async ({ id, mediaType, bytes }) => ({
      pictureId: await attachPicture(database(), id, { mediaType, bytes }),
    }),
    'reports.picture': ({ id, pictureId }) => readPicture(database(), id, pictureId),

    'reports.findings': async ({ id, edits: given, token }, { signal }) => {
      const edits = await editsOf(id, given);
      const data = await dataOf(edits, (step) => emit('reports.progress', { token, ...step }), signal);
      const { readiness, title } = judgementOf(data);
      return {
        readiness,
        reason: `${title}.`,
        ...arrangeFindings(data.found.findings, edits),
        notMeasured: data.found.notMeasured,
      };
    },
    'reports.render': async ({ id, edits: given, format, token }, { signal }) => {
      const edits = await editsOf(id, given);
      const data = await dataOf(edits, (step) => emit('reports.progress', { token, ...step }), signal);
      const text = await reportText(data, edits, await picturesOf(id, edits), format);
      return { name: reportFileName(edits.name, format), mediaType: mediaTypes[format], text };
    },
    'reports.export': async ({ id, edits: given, format, token }, { signal }) => {
      const edits = await editsOf(id, given);
      return {
        name: reportFileName(edits.name, format),
        mediaType: mediaTypes[format],
        bytes: await bytesOf({ id, format, token }, edits, signal),
      };
    },
    'reports.formats': () => {
      const { message, hint = '' } = noPrinter();
      return reportFormats.map((format) => ({
        format,
        missing: format === 'pdf' && printer === null ? `${message} ${hint}` : null,
      }));
    },
  };
}
