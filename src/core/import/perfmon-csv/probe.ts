import { NOT_THIS_FORMAT, type ProbeHead, type ProbeResult } from '../importer.ts';
import { withoutByteOrderMark } from '../jmeter-csv/layout.ts';
import { isPerfmonOnly, perfmonMarksOf } from '../jmeter-csv/perfmon-marks.ts';
import { layoutOf } from '../jmeter-csv/probe.ts';

/**
 * The plugin writes an ordinary JTL; only what stands in the rows tells that they are readings. Where samples stand
 * between them, or nothing tells, JMeter's own importer goes first: it sorts the rows out one by one.
 */
export function probePerfmonCsv(head: ProbeHead): ProbeResult {
  const layout = layoutOf(head);
  if (layout === null) return NOT_THIS_FORMAT;
  const marks = perfmonMarksOf(withoutByteOrderMark(head.text), layout, head.complete);
  const { rows, readings, errors, doubtful, labels } = marks;
  if (readings + doubtful === 0) return NOT_THIS_FORMAT;
  const reasons = [`labels of host and metric: ${labels.join(', ')}`];
  if (isPerfmonOnly(marks)) {
    reasons.push('no thread, code or message in any row');
    if (errors > 0) reasons.push('errors of the plugin between the readings');
    return { score: 1, reasons };
  }
  if (doubtful > 0) {
    reasons.push('no column threadName, which would tell readings from samples');
    return { score: doubtful === rows ? 0.65 : 0.2, reasons };
  }
  reasons.push(`samples between the readings: ${rows - readings - errors} of ${rows} rows`);
  return { score: 0.4, reasons };
}
