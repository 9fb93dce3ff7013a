import { AppError } from '#shared/contract/errors.ts';
import { MAX_PICTURES, MAX_PICTURES_BYTES, type pictureTypes } from '#shared/model/report.ts';
import { inTransaction } from '../db/changes.ts';
import type { Database } from '../db/database.ts';
import { readReport } from './reports.ts';

/** Pictures that were attached to reports. Undo may name one that was taken off, so they go only when room is needed. */

export interface ReportPicture {
  readonly mediaType: (typeof pictureTypes)[number];
  readonly bytes: Uint8Array;
}

/**
 * @returns its number within the workspace
 * @throws {AppError} `not-found`, `read-only`, `bad-request` for something else than the type says, or when the report is full
 */
export async function attachPicture(
  database: Database,
  reportId: number,
  { mediaType, bytes }: ReportPicture,
): Promise<number> {
  const report = await readReport(database, reportId);
  refuseOtherBytes(mediaType, bytes);
  const shown = new Set(report.attachments.map(({ pictureId }) => pictureId));
  if (shown.size >= MAX_PICTURES) {
    throw new AppError('bad-request', `A report shows at most ${MAX_PICTURES} pictures.`, {
      hint: 'Take one off first.',
    });
  }
  const surplus = await surplusPictures(database, reportId, shown, bytes.length);
  let id = 0;
  await inTransaction(database, async ({ run, count }) => {
    if (surplus.length > 0) await run(`DELETE FROM report_pictures WHERE id IN (${surplus.join(', ')})`);
    id = await count(`SELECT coalesce(max(id), 0) + 1 FROM report_pictures`);
    await run(`INSERT INTO report_pictures VALUES (?, ?, ?, from_base64(?))`, [
      reportId,
      id,
      mediaType,
      Buffer.from(bytes).toString('base64'),
    ]);
  });
  return id;
}

/**
 * Pictures that have to go for another one: those that are not shown, oldest first. As many as are shown may wait for an undo.
 * @throws {AppError} `bad-request` when those that are shown leave no room
 */
async function surplusPictures(
  database: Database,
  reportId: number,
  shown: ReadonlySet<number>,
  added: number,
): Promise<number[]> {
  const rows = await database.rows(
    `SELECT id, octet_length(bytes) AS size FROM report_pictures WHERE report_id = ? ORDER BY id`,
    [reportId],
  );
  const kept = rows.map((row) => ({ id: Number(row['id']), size: Number(row['size']) }));
  let size = added + kept.reduce((sum, each) => sum + each.size, 0);
  let count = kept.length + 1;
  const surplus: number[] = [];
  for (const each of kept.filter(({ id }) => !shown.has(id))) {
    if (count <= 2 * MAX_PICTURES && size <= MAX_PICTURES_BYTES) break;
    surplus.push(each.id);
    size -= each.size;
    count -= 1;
  }
  if (size <= MAX_PICTURES_BYTES) return surplus;
  throw new AppError(
    'bad-request',
    `The pictures of a report may have ${MAX_PICTURES_BYTES / 1e6} MB together.`,
    { hint: 'Take one off first, or attach a smaller one.' },
  );
}

/** @throws {AppError} `not-found` */
export async function readPicture(
  database: Database,
  reportId: number,
  pictureId: number,
): Promise<ReportPicture> {
  const [row] = await database.rows(
    `SELECT media_type, to_base64(bytes) AS data FROM report_pictures WHERE report_id = ? AND id = ?`,
    [reportId, pictureId],
  );
  if (row === undefined) {
    throw new AppError('not-found', `There is no picture ${pictureId} with this report.`, {
      hint: 'Attach it again.',
    });
  }
  return {
    mediaType: String(row['media_type']) as ReportPicture['mediaType'],
    bytes: new Uint8Array(Buffer.from(String(row['data']), 'base64')),
  };
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

function refuseOtherBytes(mediaType: ReportPicture['mediaType'], bytes: Uint8Array): void {
  const head = new TextDecoder().decode(bytes.subarray(0, 4096));
  const fits =
    mediaType === 'image/png' ? PNG.every((byte, at) => bytes[at] === byte) : /<svg[\s>]/u.test(head);
  if (fits) return;
  const what = mediaType === 'image/png' ? 'a PNG' : 'an SVG';
  throw new AppError('bad-request', `This picture is not ${what}, although it is said to be one.`, {
    hint: 'Attach a PNG or an SVG.',
  });
}
