import { openReportEngine, subjectOf } from '../product/report.js';
import { commandLineOptions } from './installation.ts';
import { pairOf } from './report-pair.ts';

export interface PreparedReport {
  readonly id: number;
  /** Why no PDF can be printed here; null: it can. */
  readonly missing: string | null;
}

/** Makes a report of the two runs, with pages for every transaction, unless the workspace has it. */
export async function run(input: {
  readonly workspace: string;
  readonly name: string;
}): Promise<PreparedReport> {
  const local = await openReportEngine(commandLineOptions(input.workspace));
  const { client } = local;
  try {
    const formats = await client.call('reports.formats', {});
    const missing = formats.find(({ format }) => format === 'pdf')?.missing ?? null;
    const known = (await client.call('reports.list', {})).find(({ name }) => name === input.name);
    if (known !== undefined) return { id: known.id, missing };
    const { baseline, candidate } = await pairOf(local);
    const { id } = await client.call('reports.create', {
      name: input.name,
      subject: subjectOf([candidate], [baseline]),
      settings: { everyTransaction: true },
    });
    return { id, missing };
  } finally {
    await local.close();
  }
}
