import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { ClosedLoop } from '../../fixtures/generator/closed-loop.ts';
import { DEFAULT_PLAN, defaultTransactions, type LoadPlan } from '../../fixtures/generator/load-plan.ts';
import { RandomStream } from '../../fixtures/generator/random.ts';
import { TextSink } from '../../fixtures/generator/text-sink.ts';
import type { Tell } from '../measure/interleave.ts';
import { dataFolder } from '../paths.ts';

/** Raise when what is written changes: files are kept between runs. */
const VERSION = 1;

const HEADER =
  'timeStamp,elapsed,label,responseCode,responseMessage,threadName,success,bytes,grpThreads,allThreads\n';
const RESOURCES = ['orders', 'invoices', 'cart', 'profile', 'messages'] as const;

/**
 * A JMeter file of a test that wrote ids into its labels: as many transactions as ids. Every other row takes the next
 * label, so that all of them occur equally often; the others prefer low numbers (share 1/k), as popular pages do.
 * @param seed another one for each run of a comparison
 */
export async function labelsFile(rows: number, labels: number, seed: number, tell: Tell): Promise<string> {
  const folder = join(dataFolder, `labels-${VERSION}`);
  const path = join(folder, `${rows}-${labels}-${seed}.jtl`);
  if (existsSync(path)) return path;
  tell(`generating ${rows.toLocaleString('en')} rows with ${labels.toLocaleString('en')} labels …`);
  await mkdir(folder, { recursive: true });
  const plan: LoadPlan = { ...DEFAULT_PLAN, seed, transactions: defaultTransactions(20) };
  const loop = new ClosedLoop(plan, 1);
  const choices = new RandomStream(seed, 'labels');
  const sink = new TextSink(`${path}.partial`);
  sink.add(HEADER);
  for (let row = 0; row < rows; row++) {
    loop.next();
    const draw = choices.nextUniform();
    const label = row % 2 === 0 ? (row / 2) % labels : Math.floor(labels ** draw) - 1;
    const outcome = choices.nextUniform() < 0.01 ? '500,Internal Server Error' : '200,OK';
    sink.add(
      `${plan.startEpochMs + loop.startMs},${loop.elapsedMs},${labelText(label)},${outcome},` +
        `Thread Group 1-${loop.thread + 1},${String(outcome.startsWith('200'))},${300 + (label % 8192)},` +
        `${loop.activeThreads},${loop.activeThreads}\n`,
    );
    if (sink.isFull) await sink.drain();
  }
  await sink.close();
  await rename(`${path}.partial`, path);
  return path;
}

function labelText(label: number): string {
  return `GET /customers/${10_000 + label}/${RESOURCES[label % RESOURCES.length]!}`;
}
