import { NOT_THIS_FORMAT, type ProbeHead, type ProbeResult } from '../importer.ts';
import { workerReportOf } from './worker-report.ts';

/** A first line that is longer than the head of the file. */
const CUT_REPORT = /^\{.*"response_times": ?\{.*"num_reqs_per_sec": ?\{/u;

/** Looks whether the first line is a report of a worker. */
export function probeTaurusLdjson(head: ProbeHead): ProbeResult {
  const text = head.text.replace(/^[\uFEFF\0\s]+/u, '');
  if (!text.startsWith('{')) return NOT_THIS_FORMAT;
  const lineEnd = text.indexOf('\n');
  if (lineEnd < 0 && !head.complete) {
    return CUT_REPORT.test(text)
      ? { score: 0.6, reasons: ['the first line starts as a report of a Locust worker'] }
      : NOT_THIS_FORMAT;
  }
  const line = lineEnd < 0 ? text : text.slice(0, lineEnd);
  let report: ReturnType<typeof workerReportOf>;
  try {
    report = workerReportOf(JSON.parse(line));
  } catch {
    return NOT_THIS_FORMAT;
  }
  if (report === null || (report.entries.length === 0 && report.errors.length === 0)) return NOT_THIS_FORMAT;
  return { score: 0.95, reasons: ['lines of JSON with stats and errors of a Locust worker'] };
}
