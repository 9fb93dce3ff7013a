import { z } from 'zod';
import type { LostFinding, PrintedFinding } from '../model/report-findings.ts';
import {
  MAX_PICTURE_BYTES,
  pictureTypes,
  reportEditsSchema,
  reportFormats,
  reportSettingsSchema,
  reportSubjectSchema,
  type ExportedReport,
  type Readiness,
  type RenderedReport,
  type Report,
  type ReportFormatState,
  type ReportSummary,
} from '../model/report.ts';
import { method } from './method.ts';

const id = z.number().int().positive();
/** Progress comes as events `reports.progress` with this token. */
const token = z.string().max(64);
/** What is on screen instead of what is stored, while it is edited. */
const edits = reportEditsSchema.optional();

/** Findings as a person presents them, and what is printed of them. */
export const reportMethods = {
  'reports.list': method<readonly ReportSummary[]>()(z.strictObject({})),
  'reports.create': method<Report>()(
    z.strictObject({
      name: z.string().trim().min(1).max(300),
      subject: reportSubjectSchema,
      /** What is left out is as in the report that was changed last, or else the default. */
      settings: reportSettingsSchema.partial().optional(),
    }),
  ),
  'reports.get': method<Report>()(z.strictObject({ id })),
  /** Replaces everything that a person can change; the document before is what undo sends. */
  'reports.update': method<Report>()(z.strictObject({ id, edits: reportEditsSchema })),
  'reports.remove': method<readonly ReportSummary[]>()(z.strictObject({ id })),

  /** Keeps the bytes of a picture; the report shows it once its attachments name it. Loose ones go when room is needed. */
  'reports.attach': method<{ readonly pictureId: number }>()(
    z.strictObject({
      id,
      mediaType: z.enum(pictureTypes),
      bytes: z
        .instanceof(Uint8Array)
        .refine(
          (bytes) => bytes.length > 0 && bytes.length <= MAX_PICTURE_BYTES,
          `a picture of at most ${MAX_PICTURE_BYTES / 1e6} MB`,
        ),
    }),
  ),
  'reports.picture': method<{ readonly mediaType: string; readonly bytes: Uint8Array }>()(
    z.strictObject({ id, pictureId: id }),
  ),

  /**
   * The findings as the report prints them (edits applied, signatures checked against the figures of now), in its order;
   * dismissed ones last.
   */
  'reports.findings': method<ReportFindings>()(z.strictObject({ id, edits, token })),
  /** `html` is one self-contained document that is also the preview: its parts carry `data-finding` and `data-section`. */
  'reports.render': method<RenderedReport>()(
    z.strictObject({ id, edits, format: z.enum(['html', 'markdown', 'json']), token }),
  ),
  /** `pdf` needs a host that can print; see `reports.formats`. */
  'reports.export': method<ExportedReport>()(
    z.strictObject({ id, edits, format: z.enum(reportFormats), token }),
  ),
  'reports.formats': method<readonly ReportFormatState[]>()(z.strictObject({})),
} as const;

export interface ReportFindings {
  readonly readiness: Readiness;
  /** Why, in one sentence. */
  readonly reason: string;
  readonly findings: readonly PrintedFinding[];
  /** Signed, and not found any more. */
  readonly lost: readonly LostFinding[];
  readonly notMeasured: readonly string[];
}
