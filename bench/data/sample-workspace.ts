import { databaseFile } from './workspace-file.ts';
import { generatedFile } from './generated.ts';
import { runJob } from '../product/bundle.ts';
import type { BenchContext } from '../suites/context.ts';

const made = new Map<number, string>();

/** A workspace with one large JMeter run, made by this very build: a kept one could be of another version. */
export async function sampleWorkspace({ options, tell }: BenchContext): Promise<string> {
  const { rows } = options;
  const known = made.get(rows);
  if (known !== undefined) return known;
  const file = await generatedFile('jmeter-csv', rows, tell);
  const workspace = databaseFile(`sample-${rows}.loadstone`);
  await workspace.remove();
  tell(`importing ${rows.toLocaleString('en')} rows into the workspace that is asked …`);
  await runJob('import', { file: file.path, workspace: workspace.path });
  made.set(rows, workspace.path);
  return workspace.path;
}
