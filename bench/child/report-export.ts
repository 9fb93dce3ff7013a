import { openReportEngine, pageCount } from '../product/report.js';
import { commandLineOptions } from './installation.ts';

export interface ExportAnswer {
  /** From the call to the PDF. */
  readonly exportMs: number;
  readonly pages: number;
  readonly bytes: number;
  /** Steps that were told, and the longest time without one. */
  readonly steps: number;
  readonly silenceMs: number;
  /** The same report with another author, right after. */
  readonly editMs: number;
}

/** Exports a stored report as the window does, then once more after an edit. */
export async function run(input: { readonly workspace: string; readonly id: number }): Promise<ExportAnswer> {
  const local = await openReportEngine(commandLineOptions(input.workspace));
  const { client } = local;
  try {
    const { id } = input;
    const begun = performance.now();
    let [steps, last, silenceMs] = [0, begun, 0];
    const heard = (): void => {
      const now = performance.now();
      silenceMs = Math.max(silenceMs, now - last);
      last = now;
    };
    const off = client.on('reports.progress', () => {
      steps += 1;
      heard();
    });
    const { bytes } = await client.call('reports.export', { id, format: 'pdf', token: 'bench' });
    heard();
    off();
    const exportMs = performance.now() - begun;
    const editMs = await editAndExport(client, id);
    return { exportMs, pages: pageCount(bytes), bytes: bytes.length, steps, silenceMs, editMs };
  } finally {
    await local.close();
  }
}

async function editAndExport(
  client: Awaited<ReturnType<typeof openReportEngine>>['client'],
  id: number,
): Promise<number> {
  const stored = await client.call('reports.get', { id });
  const edits = Object.fromEntries(
    Object.entries(stored).filter(([name]) => !['id', 'createdAtUs', 'changedAtUs'].includes(name)),
  );
  const begun = performance.now();
  await client.call('reports.export', {
    id,
    edits: { ...edits, settings: { ...stored.settings, author: 'Another author' } },
    format: 'pdf',
    token: 'bench',
  });
  return performance.now() - begun;
}
