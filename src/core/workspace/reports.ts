import { AppError } from '#shared/contract/errors.ts';
import {
  DEFAULT_REPORT_SETTINGS,
  reportEditsSchema,
  type Report,
  type ReportEdits,
  type ReportSettings,
  type ReportSubject,
  type ReportSummary,
} from '#shared/model/report.ts';
import { inTransaction, type Changes } from '../db/changes.ts';
import type { Database } from '../db/database.ts';

/** Reports of a workspace: what a person wrote and chose, never the figures. */

const COLUMNS = `id, document, epoch_us(created_at) AS created_us, epoch_us(changed_at) AS changed_us`;

/** The one that was changed last comes first. */
export async function listReports(database: Database): Promise<ReportSummary[]> {
  const reports = (
    await database.rows(`SELECT ${COLUMNS} FROM reports ORDER BY changed_at DESC, id DESC`)
  ).map(reportOf);
  return reports.map(({ id, name, subject, changedAtUs, items }) => ({
    id,
    name,
    subject,
    changedAtUs,
    signed: items.filter(({ status }) => status === 'signed').length,
  }));
}

/** @throws {AppError} `not-found` */
export async function readReport(database: Database, id: number): Promise<Report> {
  const [row] = await database.rows(`SELECT ${COLUMNS} FROM reports WHERE id = ?`, [id]);
  if (row === undefined) throw missing(id);
  return reportOf(row);
}

/**
 * A report without any decisions.
 * @param settings what is left out is as in the report that was changed last: author and logo are typed once
 * @throws {AppError} `read-only`
 */
export async function createReport(
  database: Database,
  name: string,
  subject: ReportSubject,
  settings: Partial<ReportSettings>,
  nowUs: number,
): Promise<Report> {
  const [last] = await database.rows(
    `SELECT ${COLUMNS} FROM reports ORDER BY changed_at DESC, id DESC LIMIT 1`,
  );
  const before = last === undefined ? DEFAULT_REPORT_SETTINGS : reportOf(last).settings;
  // What the last test was for says nothing about this one.
  const inherited = { ...before, objective: '', hidden: DEFAULT_REPORT_SETTINGS.hidden };
  const edits: ReportEdits = {
    name,
    subject,
    settings: { ...inherited, ...settings },
    items: [],
    ownFindings: [],
    attachments: [],
  };
  let id = 0;
  await inTransaction(database, async ({ run, count }) => {
    id = await count(`SELECT coalesce(max(id), 0) + 1 FROM reports`);
    await run(`INSERT INTO reports VALUES (${id}, ?, ?, ${instant(nowUs)}, ${instant(nowUs)})`, [
      name,
      JSON.stringify(edits),
    ]);
  });
  return { ...edits, id, createdAtUs: nowUs, changedAtUs: nowUs };
}

/** @throws {AppError} `not-found`, `read-only`, `bad-request` for a picture that is not there */
export async function updateReport(
  database: Database,
  id: number,
  edits: ReportEdits,
  nowUs: number,
): Promise<Report> {
  const stored = await readReport(database, id);
  const known = new Set(
    (await database.rows(`SELECT id FROM report_pictures WHERE report_id = ?`, [id])).map((row) =>
      Number(row['id']),
    ),
  );
  const lost = edits.attachments.find(({ pictureId }) => !known.has(pictureId));
  if (lost !== undefined) {
    throw new AppError('bad-request', `Picture ${lost.pictureId} is not kept with this report.`, {
      hint: 'Attach it again.',
    });
  }
  await database.execute(
    `UPDATE reports SET name = ?, document = ?, changed_at = ${instant(nowUs)} WHERE id = ?`,
    [edits.name, JSON.stringify(edits), id],
  );
  return { ...edits, id, createdAtUs: stored.createdAtUs, changedAtUs: nowUs };
}

/** @throws {AppError} `not-found`, `read-only` */
export async function removeReport(database: Database, id: number): Promise<void> {
  await readReport(database, id);
  await inTransaction(database, async ({ run }) => {
    await run(`DELETE FROM report_pictures WHERE report_id = ${id}`);
    await run(`DELETE FROM reports WHERE id = ${id}`);
  });
}

/** Which numbers became others; null: it is gone. */
export interface ReplacedSubjects {
  readonly runs?: ReadonlyMap<number, number | null>;
  readonly profiles?: ReadonlyMap<number, number | null>;
  readonly series?: ReadonlyMap<number, number | null>;
}

/** Every report with its subject, to be read before the change of {@link replaceReportSubjects}. */
export async function reportSubjects(
  database: Database,
): Promise<readonly { readonly id: number; readonly edits: ReportEdits }[]> {
  const rows = await database.rows(`SELECT id, document FROM reports ORDER BY id`);
  return rows.map((row) => ({ id: Number(row['id']), edits: editsOf(String(row['document'])) }));
}

/**
 * Keeps reports true when runs, profiles or series go or become one: their numbers are used again. Part of the
 * transaction that changes them. A report that loses all its runs keeps what a person wrote.
 */
export async function replaceReportSubjects(
  stored: Awaited<ReturnType<typeof reportSubjects>>,
  becomes: ReplacedSubjects,
  run: Changes['run'],
): Promise<void> {
  for (const { id, edits } of stored) {
    const { subject } = edits;
    const candidate = replaced(subject.candidate, becomes.runs);
    const next: ReportSubject = {
      ...subject,
      candidate,
      baseline: replaced(subject.baseline, becomes.runs).filter((runId) => !candidate.includes(runId)),
      profileIds: replaced(subject.profileIds, becomes.profiles),
      baselineProfileIds: replaced(subject.baselineProfileIds, becomes.profiles),
      seriesIds: replaced(subject.seriesIds, becomes.series),
    };
    if (JSON.stringify(next) === JSON.stringify(subject)) continue;
    await run(`UPDATE reports SET document = ? WHERE id = ${id}`, [
      JSON.stringify({ ...edits, subject: next }),
    ]);
  }
}

function replaced(ids: readonly number[], becomes: ReplacedSubjects['runs']): number[] {
  if (becomes === undefined) return [...ids];
  const now = ids.flatMap((id) => (becomes.has(id) ? (becomes.get(id) ?? []) : id));
  return [...new Set(now)];
}

function reportOf(row: Readonly<Record<string, string | number | null>>): Report {
  return {
    ...editsOf(String(row['document'])),
    id: Number(row['id']),
    createdAtUs: Number(row['created_us']),
    changedAtUs: Number(row['changed_us']),
  };
}

function editsOf(document: string): ReportEdits {
  return reportEditsSchema.parse(JSON.parse(document));
}

function instant(us: number): string {
  return `make_timestamp(${BigInt(us)}::BIGINT)`;
}

function missing(id: number): AppError {
  return new AppError('not-found', `There is no report ${id} in this workspace.`, {
    hint: 'It may have been removed in another window.',
  });
}
