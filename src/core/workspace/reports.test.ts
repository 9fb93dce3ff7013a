import { describe, expect, it } from 'vitest';
import { MAX_PICTURES, subjectOf, type ReportEdits } from '#shared/model/report.ts';
import { Database } from '../db/database.ts';
import { inTransaction } from '../db/changes.ts';
import { migrate } from '../db/schema.ts';
import { useTemporaryFolder } from '../io/testing/temporary-folder.ts';
import { attachPicture, readPicture } from './report-pictures.ts';
import {
  createReport,
  listReports,
  readReport,
  removeReport,
  replaceReportSubjects,
  reportSubjects,
  updateReport,
} from './reports.ts';

const folder = useTemporaryFolder();
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3, 255);

async function withDatabase(act: (database: Database) => Promise<void>): Promise<void> {
  const database = await Database.open(folder.file('w.loadstone'), {
    memoryLimitBytes: 256e6,
    threads: 1,
    tempDirectory: folder.file('temp'),
  });
  try {
    await migrate(database);
    await act(database);
  } finally {
    await database.close();
  }
}

const editsOf = ({ name, subject, settings, items, ownFindings, attachments }: ReportEdits): ReportEdits => ({
  name,
  subject,
  settings,
  items,
  ownFindings,
  attachments,
});

describe('reports', () => {
  it('are kept with all that a person changed, over closing and opening', async () => {
    let edited: ReportEdits | null = null;
    await withDatabase(async (database) => {
      const report = await createReport(database, 'First', subjectOf([2], [1]), { author: 'Ada' }, 1000);
      expect(report).toMatchObject({ id: 1, createdAtUs: 1000, settings: { author: 'Ada', pageSize: 'A4' } });
      edited = {
        ...editsOf(report),
        name: 'It\'s "second"',
        settings: { ...report.settings, pageSize: 'Letter' },
      };
      expect(await updateReport(database, 1, edited, 2000)).toMatchObject({
        createdAtUs: 1000,
        changedAtUs: 2000,
      });
    });
    await withDatabase(async (database) => {
      expect(editsOf(await readReport(database, 1))).toEqual(edited);
      expect(await listReports(database)).toEqual([
        { id: 1, name: 'It\'s "second"', subject: subjectOf([2], [1]), changedAtUs: 2000, signed: 0 },
      ]);
    });
  });

  it('a new one is set up as the last, but for what it is about', () =>
    withDatabase(async (database) => {
      await createReport(
        database,
        'a',
        subjectOf([1], []),
        { author: 'Ada', objective: 'Ship it', hidden: ['heap'] },
        1,
      );
      const { settings } = await createReport(database, 'b', subjectOf([2], []), { locale: 'de-DE' }, 2);
      expect(settings).toMatchObject({ author: 'Ada', objective: '', hidden: [], locale: 'de-DE' });
      expect((await listReports(database)).map(({ name }) => name)).toEqual(['b', 'a']);
    }));

  it('that are not there are missed', () =>
    withDatabase(async (database) => {
      const missing = { code: 'not-found' };
      const report = await createReport(database, 'a', subjectOf([1], []), {}, 1);
      await removeReport(database, report.id);
      await expect(readReport(database, 1)).rejects.toMatchObject(missing);
      await expect(removeReport(database, 1)).rejects.toMatchObject(missing);
      await expect(updateReport(database, 1, editsOf(report), 2)).rejects.toMatchObject(missing);
      expect(await listReports(database)).toEqual([]);
    }));

  it('follow their runs, profiles and series', () =>
    withDatabase(async (database) => {
      const subject = { ...subjectOf([2, 3], [1]), profileIds: [5], baselineProfileIds: [6], seriesIds: [7] };
      await createReport(database, 'a', subject, {}, 1);
      const replace = async (becomes: Parameters<typeof replaceReportSubjects>[1]) => {
        const stored = await reportSubjects(database);
        await inTransaction(database, ({ run }) => replaceReportSubjects(stored, becomes, run));
        return (await readReport(database, 1)).subject;
      };
      expect(await replace({ runs: new Map([[3, 2]]) })).toMatchObject({ candidate: [2], baseline: [1] });
      expect(await replace({ runs: new Map([[1, 2]]) })).toMatchObject({ candidate: [2], baseline: [] });
      expect(await replace({ profiles: new Map([[5, null]]), series: new Map([[7, 8]]) })).toMatchObject({
        profileIds: [],
        baselineProfileIds: [6],
        seriesIds: [8],
      });
      expect(await replace({ runs: new Map([[2, null]]) })).toMatchObject({ candidate: [] });
    }));
});

describe('pictures', () => {
  it('come back as they were', () =>
    withDatabase(async (database) => {
      await createReport(database, 'a', subjectOf([1], []), {}, 1);
      const id = await attachPicture(database, 1, { mediaType: 'image/png', bytes: PNG });
      expect(await readPicture(database, 1, id)).toEqual({ mediaType: 'image/png', bytes: PNG });
      await expect(readPicture(database, 2, id)).rejects.toMatchObject({ code: 'not-found' });
    }));

  it('have to be what they are said to be', () =>
    withDatabase(async (database) => {
      await createReport(database, 'a', subjectOf([1], []), {}, 1);
      const svg = new TextEncoder().encode(
        '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>',
      );
      const refused = { code: 'bad-request' };
      await expect(
        attachPicture(database, 1, { mediaType: 'image/svg+xml', bytes: PNG }),
      ).rejects.toMatchObject(refused);
      await expect(attachPicture(database, 1, { mediaType: 'image/png', bytes: svg })).rejects.toMatchObject(
        refused,
      );
      await attachPicture(database, 1, { mediaType: 'image/svg+xml', bytes: svg });
    }));

  it('an unknown one is refused before it is shown', () =>
    withDatabase(async (database) => {
      const report = await createReport(database, 'a', subjectOf([1], []), {}, 1);
      const attachments = [{ pictureId: 9, findingId: null, caption: '', selection: '' }];
      await expect(updateReport(database, 1, { ...editsOf(report), attachments }, 2)).rejects.toMatchObject({
        code: 'bad-request',
      });
    }));

  it('that are not shown wait for an undo, and go when room is needed; those that are shown stay', () =>
    withDatabase(async (database) => {
      const report = await createReport(database, 'a', subjectOf([1], []), {}, 1);
      const first = await attachPicture(database, 1, { mediaType: 'image/png', bytes: PNG });
      const loose = await attachPicture(database, 1, { mediaType: 'image/png', bytes: PNG });
      const attachments = [{ pictureId: first, findingId: null, caption: '', selection: '' }];
      await updateReport(database, 1, { ...editsOf(report), attachments }, 2);
      for (let more = 0; more < 2 * MAX_PICTURES - 2; more++)
        await attachPicture(database, 1, { mediaType: 'image/png', bytes: PNG });
      expect((await readPicture(database, 1, loose)).bytes).toEqual(PNG);
      await attachPicture(database, 1, { mediaType: 'image/png', bytes: PNG });
      await expect(readPicture(database, 1, loose)).rejects.toMatchObject({ code: 'not-found' });
      expect((await readPicture(database, 1, first)).bytes).toEqual(PNG);
    }));
});
