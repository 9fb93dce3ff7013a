import { NOT_THIS_FORMAT, type ProbeHead, type ProbeResult } from '../importer.ts';
import { layoutOfRows } from './headerless.ts';
import { delimiterName, layoutOfHeader, withoutByteOrderMark, type Layout } from './layout.ts';
import { isPerfmonOnly, perfmonMarksOf } from './perfmon-marks.ts';

/** Header names that are listed as evidence. */
const LISTED_NAMES = 3;

/** Readings can be read as a JTL, but then they have an importer of their own. */
const PERFMON_ONLY_SCORE = 0.6;

/** The layout of a file from its start; null when it is no JMeter CSV. */
export function layoutOf(head: ProbeHead): Layout | null {
  const text = withoutByteOrderMark(head.text);
  return layoutOfHeader(text) ?? layoutOfRows(text, head.complete);
}

export function probeJmeterCsv(head: ProbeHead): ProbeResult {
  const layout = layoutOf(head);
  if (layout === null) return NOT_THIS_FORMAT;
  const known = layout.columns.filter(({ column }) => column !== null);
  const unknown = layout.columns.length - known.length;
  const reasons = [
    layout.hasHeader
      ? `header names ${known
          .slice(0, LISTED_NAMES)
          .map(({ name }) => name)
          .join(', ')}`
      : 'no header; rows start with a time stamp and a whole number, and have a true/false cell',
    `${layout.columns.length} columns${unknown === 0 ? '' : `, ${unknown} of them not of JMeter itself`}`,
    delimiterName(layout.delimiter),
  ];
  if (layout.assumption !== null) reasons.push(layout.assumption);
  const score = scoreOf(layout, known.length);
  if (!isPerfmonOnly(perfmonMarksOf(withoutByteOrderMark(head.text), layout, head.complete)))
    return { score, reasons };
  reasons.push('all rows at the start are readings of the PerfMon plugin');
  return { score: Math.min(score, PERFMON_ONLY_SCORE), reasons };
}

function scoreOf(layout: Layout, known: number): number {
  const has = (name: string): boolean => layout.columns.some(({ column }) => column === name);
  if (!layout.hasHeader) return known === layout.columns.length ? 0.85 : 0.6;
  if (layout.assumption !== null) return 0.7;
  if (has('timeStamp') && has('elapsed') && has('label')) return 1;
  return known >= 4 ? 0.9 : 0.7;
}
