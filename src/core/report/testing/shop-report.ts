import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { subjectOf, type Report, type ReportEdits } from '#shared/model/report.ts';
import { createChannelPair } from '#shared/rpc/channel.ts';
import { createEngineClient, type EngineClient } from '#shared/rpc/client.ts';
import { serveEngine } from '#shared/rpc/server.ts';
import { createEngine } from '../../engine.ts';
import type { PdfPrinter } from '../pdf/print-report.ts';

/** Two real runs of a demo shop, the second with a planted regression of "Checkout: place order", and a report of them. */
export interface ShopReport {
  readonly client: EngineClient;
  readonly report: Report;
  /** What a person can change, as it is stored. */
  readonly edits: ReportEdits;
  readonly close: () => Promise<void>;
}

const FIXTURES = join(import.meta.dirname, '../../../../fixtures/jmeter/5.6.3');
export const PRINTED_AT_US = Date.UTC(2026, 2, 14, 14, 6) * 1000;
/** Has everything that HTML, CSS and Markdown could stumble over. */
export const SHOP_TITLE = 'Shop 4.18 <b>"quoted"</b> & \\more | `café`';

export async function openShopReport(printer: PdfPrinter | null = null): Promise<ShopReport> {
  const folder = await mkdtemp(join(tmpdir(), 'loadstone-report-'));
  const engine = await createEngine({
    version: '1.2.3',
    configDirectory: join(folder, 'config'),
    tempDirectory: join(folder, 'temp'),
    memoryLimitBytes: 1e9,
    threads: 2,
    workspacePath: join(folder, 'shop.loadstone'),
    remember: false,
    workerUrl: null,
    nowUs: () => PRINTED_AT_US,
    sample: null,
    timeZone: 'UTC',
    printer,
  });
  const [mine, theirs] = createChannelPair();
  serveEngine(engine, theirs);
  const client = createEngineClient(mine);
  for (const name of ['shop-baseline.jtl.gz', 'shop-candidate.jtl.gz']) {
    const { fileId } = engine.files.registerPath(join(FIXTURES, name));
    await client.call('import.start', { files: [{ fileId }] });
    await engine.idle();
  }
  const [baseline, candidate] = await client.call('runs.list', {});
  const subject = subjectOf([candidate!.id], [baseline!.id]);
  // Less than five minutes of the candidate: a check that fails, and is set aside.
  await client.call('phases.set', {
    runId: candidate!.id,
    phases: [
      { kind: 'warm-up', fromMs: 0, toMs: 60_000 },
      { kind: 'steady', fromMs: 60_000, toMs: 350_000 },
      { kind: 'drift', fromMs: 350_000, toMs: candidate!.durationMs },
    ],
  });
  const waivers = [{ code: 'window-length', reason: 'The night window is short' }];
  const report = await client.call('reports.create', {
    name: SHOP_TITLE,
    subject: { ...subject, comparison: { ...subject.comparison, waivers } },
    settings: { author: 'A. Engineer', systemUnderTest: 'Demo shop', objective: 'May it ship?' },
  });
  return {
    client,
    report,
    edits: editsOf(report),
    async close() {
      client.close();
      await engine.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function editsOf({ name, subject, settings, items, ownFindings, attachments }: Report): ReportEdits {
  return { name, subject, settings, items, ownFindings, attachments };
}

/** A PNG of one pixel. */
export const PIXEL = new Uint8Array(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
);
