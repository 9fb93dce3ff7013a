import { databaseFile } from './workspace-file.ts';
import { generatedFile, type Variant } from './generated.ts';
import { runJob } from '../product/bundle.ts';
import type { BenchContext } from '../suites/context.ts';

const made = new Map<number, string>();
const pairs = new Map<number, string>();

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

const REGRESSED: Variant = { suffix: '-slower', effects: ['--seed', '2', '--regression', '3,1.3'] };

/** The same load twice, the second with another seed and one transaction that takes 1.3 times as long: runs 1 and 2. */
export async function pairWorkspace({ options, tell }: BenchContext): Promise<string> {
  const { rows } = options;
  const known = pairs.get(rows);
  if (known !== undefined) return known;
  const baseline = await generatedFile('jmeter-csv', rows, tell);
  const candidate = await generatedFile('jmeter-csv', rows, tell, REGRESSED);
  const workspace = databaseFile(`pair-${rows}.loadstone`);
  await workspace.remove();
  tell(`importing twice ${rows.toLocaleString('en')} rows into the workspace that is compared …`);
  for (const { path } of [baseline, candidate])
    await runJob('import', { file: path, workspace: workspace.path });
  pairs.set(rows, workspace.path);
  return workspace.path;
}
