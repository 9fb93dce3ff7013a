import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { runGenerator } from '../../fixtures/generator/command-line.ts';
import type { Truth } from '../../fixtures/generator/truth.ts';
import type { Tell } from '../measure/interleave.ts';
import { dataFolder, root } from '../paths.ts';

export interface GeneratedFile {
  readonly path: string;
  readonly truth: Truth;
}

/** What is planted into a file, as options of the generator. */
export interface Variant {
  /** For the name of the file: another one for each variant. */
  readonly suffix: string;
  readonly effects: readonly string[];
}

const PLAIN: Variant = { suffix: '', effects: [] };

/** A generated result file, made once and kept; a changed generator makes it anew. */
export async function generatedFile(
  kind: Truth['kind'],
  rows: number,
  tell: Tell,
  variant: Variant = PLAIN,
): Promise<GeneratedFile> {
  const folder = join(dataFolder, `generated-${generatorDigest()}`);
  const path = join(folder, `${rows}${variant.suffix}.${kind === 'jmeter-csv' ? 'jtl' : 'ndjson'}`);
  if (!existsSync(path)) {
    tell(`generating ${rows.toLocaleString('en')} rows of ${kind} …`);
    await mkdir(folder, { recursive: true });
    const partial = `${path}.partial`;
    await runGenerator(['--kind', kind, '--rows', String(rows), '--out', partial, ...variant.effects]);
    await rename(`${partial}.truth.json`, truthPath(path));
    await rename(partial, path);
  }
  await readThrough(path);
  return { path, truth: JSON.parse(await readFile(truthPath(path), 'utf8')) as Truth };
}

function truthPath(path: string): string {
  return `${path}.truth.json`;
}

function generatorDigest(): string {
  const folder = join(root, 'fixtures/generator');
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.test.ts')) hash.update(file).update(readFileSync(join(folder, file)));
  }
  return hash.digest('hex').slice(0, 8);
}

/** Brings a file into the page cache: disks are not what is compared. */
async function readThrough(path: string): Promise<void> {
  const stream = createReadStream(path, { highWaterMark: 4 << 20 });
  stream.resume();
  await finished(stream);
}
