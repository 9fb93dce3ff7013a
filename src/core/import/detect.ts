import type { Detection, FormatCandidate } from '#shared/model/import-state.ts';
import type { Compression } from '#shared/model/run.ts';
import type { Importer, ProbeHead } from './importer.ts';

/** Below this a format is not taken without being chosen by a person. */
const ACCEPT_SCORE = 0.5;

/** Asks every importer and ranks the answers. The content decides; the name of the file is never proof. */
export function detectFormat(
  head: ProbeHead,
  importers: readonly Importer[],
  compression: Compression,
): Detection {
  let toolVersion: string | null = null;
  let bestScore = 0;
  const candidates: FormatCandidate[] = [];
  for (const importer of importers) {
    const result = importer.probe(head);
    if (result.score <= 0) continue;
    candidates.push({
      format: importer.id,
      label: importer.label,
      tool: importer.tool,
      score: result.score,
      reasons: result.reasons,
    });
    if (result.score > bestScore) {
      bestScore = result.score;
      toolVersion = result.toolVersion ?? null;
    }
  }
  candidates.sort((a, b) => b.score - a.score);
  const first = candidates[0];
  const best = first !== undefined && first.score >= ACCEPT_SCORE ? first : null;
  return { best, candidates, compression, toolVersion, note: best === null ? describeUnknown(head) : null };
}

/** What lies beside the figures in the folder of a report, and is dropped together with them. */
const reportFiles: readonly { readonly marks: RegExp; readonly note: string }[] = [
  {
    // Its pages load this theme whatever their title is; the scripts are dashboard.js and graph.js.
    marks:
      /sbadmin2-1\.0\.7\/|createTable\(\$\("#(?:apdex|statistics)Table"\)|var responseTimePercentilesInfos = \{/u,
    note: 'A page or script of a JMeter dashboard: the figures are in statistics.json of the same folder, and the results in the JTL that it was made from.',
  },
  {
    marks: /<title>Gatling Stats\b|<script src="js\/gatling\.js">|"simulationId":[\s\S]*"assertions":/u,
    note: 'A page or further file of a report of Gatling: the figures are in js/stats.js of the same folder, and the results in its simulation.log.',
  },
];

/** What an unrecognised file looks like, in words for the person who dropped it. */
function describeUnknown(head: ProbeHead): string {
  const { bytes, text } = head;
  if (bytes.length === 0) return 'The file is empty.';
  if (isBinary(bytes)) return 'Binary data in no format that Loadstone knows.';
  const page = reportFiles.find(({ marks }) => marks.test(text));
  if (page !== undefined) return page.note;
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  const count = describeLines(lines, head.complete);
  const start = text.trimStart();
  if (start.startsWith('{') || start.startsWith('['))
    return `JSON in no shape that Loadstone knows; ${count}.`;
  if (start.startsWith('<')) return `XML or HTML in no shape that Loadstone knows; ${count}.`;
  return `Plain text without the columns of any known result file; ${count}.`;
}

function describeLines(lines: number, complete: boolean): string {
  if (!complete) return lines === 1 ? 'one very long line' : `more than ${lines - 1} lines`;
  return `${lines} ${lines === 1 ? 'line' : 'lines'}`;
}

function isBinary(bytes: Uint8Array): boolean {
  const end = Math.min(bytes.length, 4096);
  for (let i = 0; i < end; i++) {
    const byte = bytes[i]!;
    if (byte < 9) return true;
  }
  return false;
}
