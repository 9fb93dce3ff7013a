import { NOT_THIS_FORMAT, type ProbeHead, type ProbeResult } from '../importer.ts';
import { EXTRA_TAGS, METADATA, layoutOf } from './layout.ts';

/** A longer first line is no header of k6. */
const MAX_HEADER = 8192;

/** Looks whether the first line names the columns of k6. */
export function probeK6Csv(head: ProbeHead): ProbeResult {
  const text = head.text.replace(/^\uFEFF?[\r\n]*/u, '');
  if (!text.slice(0, MAX_HEADER).includes('metric_name')) return NOT_THIS_FORMAT;
  const lineEnd = text.search(/[\r\n]/u);
  if (lineEnd < 0 && !head.complete) return NOT_THIS_FORMAT;
  const line = lineEnd < 0 ? text : text.slice(0, lineEnd);
  if (line.length > MAX_HEADER) return NOT_THIS_FORMAT;
  const layout = layoutOf(line.split(',').map((cell) => cell.replace(/^"(.*)"$/u, '$1')));
  if (layout === null) return NOT_THIS_FORMAT;
  const { columns, isUsual } = layout;
  const reasons = ['header names metric_name, timestamp, metric_value', `${columns.length} columns`];
  const own = [EXTRA_TAGS, METADATA].filter((name) => columns.includes(name));
  if (own.length > 0) reasons.push(`with ${own.join(' and ')}`);
  return { score: isUsual ? 0.99 : 0.9, reasons };
}
