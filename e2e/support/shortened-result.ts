import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

/**
 * The first part of a JMeter CSV, packed as it was: a run that was stopped early.
 * @param path ends in `.jtl.gz`
 * @param to where the shorter file is written
 * @param seconds after the start of the first row
 */
export async function writeShortened(path: string, to: string, seconds: number): Promise<void> {
  const text = (await promisify(gunzip)(await readFile(path))).toString('utf8');
  const [header = '', ...rows] = text.trimEnd().split('\n');
  const startOf = (row: string): number => Number(row.slice(0, row.indexOf(',')));
  const end = Math.min(...rows.map(startOf)) + seconds * 1000;
  const kept = rows.filter((row) => startOf(row) < end);
  await writeFile(to, await promisify(gzip)(`${[header, ...kept].join('\n')}\n`));
}
