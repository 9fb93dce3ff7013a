import { memberOf, membersOf } from '../gatling-stats/literal-document.ts';
import { parseLiteralStart, skipToText } from '../gatling-stats/literal-parser.ts';
import { NOT_THIS_FORMAT, type ProbeHead, type ProbeResult } from '../importer.ts';
import { TOTAL } from './report.ts';

/** Members that every entry has, in all versions; together no other file has them. */
const MARKS = ['sampleCount', 'errorPct', 'meanResTime', 'pct1ResTime'] as const;

const OPEN_OBJECT = 123;

export function probeJmeterStatistics(head: ProbeHead): ProbeResult {
  const start = skipToText(head.bytes);
  if (head.bytes[start] !== OPEN_OBJECT) return NOT_THIS_FORMAT;
  const members = membersOf(parseLiteralStart(head.bytes, start, 'json'));
  if (members === null) return NOT_THIS_FORMAT;
  const labels = Object.keys(members);
  const entries = labels.filter((label) => isEntry(members[label]));
  if (entries.length === 0) return NOT_THIS_FORMAT;
  // The last one may be cut off with the head.
  const others = labels.length - entries.length - (head.complete ? 0 : 1);
  const score = others <= 0 ? 0.99 : (0.9 * entries.length) / labels.length;
  const reasons = [
    `entries with ${MARKS.join(', ')}`,
    `${entries.length} labels${head.complete ? '' : ' in its first part'}`,
  ];
  if (entries.includes(TOTAL)) reasons.push(`one of them ${TOTAL}`);
  return { score, reasons };
}

function isEntry(value: unknown): boolean {
  return MARKS.every((name) => memberOf(value, name) !== undefined);
}
