import { randomUUID } from 'node:crypto';
import type { CompareOptions } from './compare-arguments.ts';
import { compareDocument, type CompareDocument } from './compare-document.ts';
import { compareJunit } from './compare-junit.ts';
import { compareText } from './compare-text.ts';
import { applyLabelRules, importSide, refuseSameRuns } from './import-sides.ts';
import { readLabelMapping } from './label-mapping-file.ts';
import type { LocalEngine } from './local-engine.ts';
import { writeReport } from './output-file.ts';
import { compareMarkdown } from './pull-request-summary.ts';
import type { Terminal } from './terminal.ts';
import { writeUnjudged } from './unjudged.ts';
import { exitCodes } from './usage.ts';

/** @returns the exit code */
export async function runCompare(
  local: LocalEngine,
  options: CompareOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const { client } = local;
  const mapping = options.labelMapping === null ? [] : await readLabelMapping(options.labelMapping);
  await applyLabelRules(local, options);
  const baseline = await importSide(local, options.baseline, options, terminal, signal);
  const candidate = await importSide(local, options.candidate, options, terminal, signal);
  // Without one of the files the verdict would be about something else.
  const unread = Math.max(baseline.code, candidate.code);
  if (unread !== exitCodes.done) {
    await writeUnjudged('compare', options, [...baseline.problems, ...candidate.problems]);
    return unread;
  }
  const runs = await client.call('runs.list', {});
  refuseSameRuns(baseline.runIds, candidate.runIds, runs);
  const token = randomUUID();
  const off = client.on('compare.progress', (progress) => {
    if (progress.token === token)
      terminal.progress(`Comparing: ${progress.done} of ${progress.total} transactions`);
  });
  const side = ({ runIds }: { readonly runIds: readonly number[] }) => ({
    runIds: [...runIds],
    windows: runIds.map(() => options.phase),
  });
  let document: CompareDocument;
  try {
    const comparison = await client.call(
      'compare.run',
      {
        token,
        request: {
          baseline: side(baseline),
          candidate: side(candidate),
          margin: options.margin,
          margins: [],
          waivers: [...options.waivers],
          mapping: [...mapping],
          metrics: [...options.metrics],
        },
      },
      { signal },
    );
    const compared = new Set<number | null>([...baseline.runIds, ...candidate.runIds]);
    const sources = (await client.call('sources.list', {})).filter(({ runId }) => compared.has(runId));
    document = compareDocument(comparison, options, sources);
  } finally {
    off();
    terminal.progress(null);
  }
  const first = runs.find(({ id }) => id === candidate.runIds[0]);
  await writeReport(options.markdown, () => compareMarkdown(document));
  await writeReport(options.junit, () => compareJunit(document, first, options.strict));
  terminal.print(options.json ? JSON.stringify(document, null, 2) : compareText(document));
  if (document.verdict === 'regressed') return exitCodes.failed;
  return options.strict && document.verdict === 'inconclusive' ? exitCodes.inconclusive : exitCodes.done;
}
