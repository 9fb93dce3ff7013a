import { z } from 'zod';
import { comparisonRequestSchema, DEFAULT_MARGIN } from './comparison.ts';
import { figureUnits, findingConfidences, findingEvidenceKinds, findingSeverities } from './finding.ts';

/**
 * Reports: which runs they are about, how they are printed, and what a person did with the findings. Figures and findings
 * are never kept: they are computed when a report is shown, so that they cannot disagree with the workspace.
 */

const id = z.number().int().positive();
const line = z.string().trim().max(300);
const paragraph = z.string().trim().max(10_000);

/** What a report is about. Without a baseline nothing is compared. */
export const reportSubjectSchema = z.strictObject({
  /** Empty once its runs were removed: such a report keeps what was written, and waits for other runs. */
  candidate: z.array(id).max(100),
  baseline: z.array(id).max(100),
  /** Profiles of the candidate, and those that they are compared with. */
  profileIds: z.array(id).max(50),
  baselineProfileIds: z.array(id).max(50),
  /** Series of heap snapshots. */
  seriesIds: z.array(id).max(20),
  /** What a person set for the comparison; waivers are printed with their reasons. */
  comparison: comparisonRequestSchema.pick({ margin: true, margins: true, waivers: true, mapping: true }),
});
export type ReportSubject = z.infer<typeof reportSubjectSchema>;

/** Runs against a baseline (or none), by the margins of the product. */
export function subjectOf(candidate: readonly number[], baseline: readonly number[]): ReportSubject {
  return {
    candidate: [...candidate],
    baseline: [...baseline],
    profileIds: [],
    baselineProfileIds: [],
    seriesIds: [],
    comparison: { margin: DEFAULT_MARGIN, margins: [], waivers: [], mapping: [] },
  };
}

/** Neither runs that are judged nor profiles or snapshots: there is nothing to say. */
export function isOfNothing({
  candidate,
  profileIds,
  baselineProfileIds,
  seriesIds,
}: Pick<ReportSubject, 'candidate' | 'profileIds' | 'baselineProfileIds' | 'seriesIds'>): boolean {
  return candidate.length + profileIds.length + baselineProfileIds.length + seriesIds.length === 0;
}

/** Parts of a report in the order in which they are printed. */
export const reportSections = [
  'summary',
  'contents',
  'findings',
  'test',
  'gates',
  'transactions',
  'charts',
  'comparison',
  'profiles',
  'heap',
  'capacity',
  'errors',
  'method',
  'provenance',
] as const;
export type ReportSection = (typeof reportSections)[number];

export const pageSizes = ['A4', 'Letter'] as const;
export type PageSize = (typeof pageSizes)[number];

/** Largest logo as a data URL, in characters. */
export const MAX_LOGO_LENGTH = 400_000;

export const reportSettingsSchema = z.strictObject({
  author: line,
  systemUnderTest: line,
  environment: line,
  objective: paragraph,
  pageSize: z.enum(pageSizes),
  /** Of the words. */
  language: z.enum(['en']),
  /** How numbers and dates are written: a BCP 47 tag such as `en-GB` or `de-DE`. */
  locale: z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/u, 'a language tag such as en-GB'),
  /** A picture as a data URL; null: the mark of Loadstone. */
  logo: z
    .string()
    .max(MAX_LOGO_LENGTH)
    .regex(/^data:image\/(png|jpeg|svg\+xml);base64,[A-Za-z0-9+/=]+$/u, 'a PNG, JPEG or SVG as a data URL')
    .nullable(),
  /** `#rrggbb` of rules and marks; null: the accent of the product. */
  accent: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/u, 'a colour such as #0b5fd0')
    .nullable(),
  /** Sections that are left out. */
  hidden: z.array(z.enum(reportSections)).max(reportSections.length),
  /** A page or two for each transaction behind the table of all of them. */
  everyTransaction: z.boolean().default(false),
});
export type ReportSettings = z.infer<typeof reportSettingsSchema>;

export const DEFAULT_REPORT_SETTINGS: ReportSettings = {
  author: '',
  systemUnderTest: '',
  environment: '',
  objective: '',
  pageSize: 'A4',
  language: 'en',
  locale: 'en-GB',
  logo: null,
  accent: null,
  hidden: [],
  everyTransaction: false,
};

const severity = z.enum(findingSeverities);
const confidence = z.enum(findingConfidences);
const unit = z.enum(figureUnits);

/** One figure of the evidence as it was when a finding was signed; compared with what is computed now. */
const signedFigureSchema = z.strictObject({
  evidenceId: z.string().max(500),
  name: z.string().max(500),
  unit,
  baseline: z.number().nullable(),
  value: z.number().nullable(),
});
export type SignedFigure = z.infer<typeof signedFigureSchema>;

export const signatureSchema = z.strictObject({
  by: line,
  /** Microseconds since 1970-01-01T00:00:00Z. */
  atUs: z.number().int().nonnegative(),
  /** As it was signed: a finding that is not found any more is named by it. */
  title: line,
  /** `figuresOf(finding)` of `report-signature.ts`, as it was shown to who signed. */
  figures: z.array(signedFigureSchema).max(2000),
});
export type Signature = z.infer<typeof signatureSchema>;

export const itemStatuses = ['suggested', 'signed', 'dismissed'] as const;
export type ItemStatus = (typeof itemStatuses)[number];

/** What a person did with one finding. Null keeps what the engine says. */
export const reportItemSchema = z
  .strictObject({
    findingId: z.string().min(1).max(500),
    status: z.enum(itemStatuses),
    /** Why it was left out. */
    reason: paragraph.nullable(),
    signature: signatureSchema.nullable(),
    title: line.min(1).nullable(),
    statement: paragraph.nullable(),
    severity: severity.nullable(),
    confidence: confidence.nullable(),
    unknowns: z.array(paragraph).max(50).nullable(),
    /** Places of the options that are recommended, from 0; null: none was chosen. */
    chosenOptions: z.array(z.number().int().nonnegative().max(100)).max(100).nullable(),
  })
  .refine(({ status, signature }) => (status === 'signed') === (signature !== null), {
    message: 'a signed finding has a signature, others have none',
  })
  .refine(({ status, reason }) => status !== 'dismissed' || (reason ?? '') !== '', {
    message: 'a finding is left out with a reason',
  });
export type ReportItem = z.infer<typeof reportItemSchema>;

const figure = z.number().nullable();
/** A finding that a person wrote. Its figures are as they were typed or taken over; they do not change by themselves. */
export const ownFindingSchema = z.strictObject({
  /** Starts with `own:`. */
  id: z.string().regex(/^own:[\w-]{1,80}$/u),
  title: line.min(1),
  statement: paragraph,
  severity,
  confidence,
  confidenceReason: paragraph,
  transactions: z.array(z.string().max(10_000)).max(1000),
  evidence: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(100),
        kind: z.enum(findingEvidenceKinds),
        label: line,
        figures: z
          .array(
            z.strictObject({
              name: line,
              unit,
              baseline: figure,
              value: figure,
              change: figure,
              low: figure,
              high: figure,
            }),
          )
          .max(200),
      }),
    )
    .max(50),
  unknowns: z.array(paragraph).max(50),
  options: z
    .array(
      z.strictObject({
        action: paragraph,
        expected: line.nullable(),
        effort: line.nullable(),
        tradeOff: paragraph,
      }),
    )
    .max(20),
});
export type OwnFinding = z.infer<typeof ownFindingSchema>;

export const pictureTypes = ['image/png', 'image/svg+xml'] as const;
/** Largest attached picture in bytes, and how many a report keeps. */
export const MAX_PICTURE_BYTES = 8_000_000;
export const MAX_PICTURES = 60;
/** Of all pictures of a report together: a document carries them all. */
export const MAX_PICTURES_BYTES = 60_000_000;

/** A picture that was attached; its bytes are kept apart (`reports.picture`). */
export const attachmentSchema = z.strictObject({
  /** As `reports.attach` gave it. */
  pictureId: id,
  /** The finding that it belongs to; null: a page of pictures at the end of the findings. */
  findingId: z.string().max(500).nullable(),
  caption: paragraph,
  /** What was selected when it was made: `4 min 10 s, 61,204 samples`. */
  selection: paragraph,
});
export type ReportAttachment = z.infer<typeof attachmentSchema>;

/** Everything of a report that a person can change, as one document: undo puts the one before back. */
export const reportEditsSchema = z.strictObject({
  name: line.min(1),
  subject: reportSubjectSchema,
  settings: reportSettingsSchema,
  /** In the order of the report; findings that are not in the list follow as suggestions, in the order of their impact. */
  items: z
    .array(reportItemSchema)
    .max(2000)
    .refine((items) => new Set(items.map(({ findingId }) => findingId)).size === items.length, {
      message: 'a finding is named once',
    }),
  ownFindings: z.array(ownFindingSchema).max(200),
  attachments: z.array(attachmentSchema).max(MAX_PICTURES),
});
export type ReportEdits = z.infer<typeof reportEditsSchema>;

export interface Report extends ReportEdits {
  readonly id: number;
  readonly createdAtUs: number;
  readonly changedAtUs: number;
}

export interface ReportSummary {
  readonly id: number;
  readonly name: string;
  readonly subject: ReportSubject;
  readonly changedAtUs: number;
  readonly signed: number;
}

/** `ready`: every blocking gate passed; `not-ready`: one failed; `cannot-tell`: none failed, and one could not be judged. */
export type Readiness = 'ready' | 'not-ready' | 'cannot-tell';

export const reportFormats = ['pdf', 'html', 'markdown', 'json'] as const;
export type ReportFormat = (typeof reportFormats)[number];

export interface ReportFormatState {
  readonly format: ReportFormat;
  /** What is missing and what to do; null: the format can be written here. */
  readonly missing: string | null;
}

export interface RenderedReport {
  /** File name with its ending. */
  readonly name: string;
  readonly mediaType: string;
  readonly text: string;
}

export interface ExportedReport {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface ReportProgress {
  readonly token: string;
  /** What is being done, for people: `Comparing`, `Printing`. */
  readonly step: string;
  readonly done: number;
  readonly total: number;
}
