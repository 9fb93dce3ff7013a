import { NOT_THIS_FORMAT, type ProbeHead, type ProbeResult } from '../importer.ts';
import { DIALECT, findLiteral, isNode, isStats } from './layout.ts';
import { parseLiteralStart } from './literal-parser.ts';

export function probeGatlingStats(head: ProbeHead): ProbeResult {
  const place = findLiteral(head.bytes);
  if (place === null) return NOT_THIS_FORMAT;
  const value = parseLiteralStart(head.bytes, place.start, DIALECT);
  const isTree = isNode(value);
  if (!isTree && !isStats(value)) return NOT_THIS_FORMAT;
  return {
    score: 0.99,
    reasons: [
      ...(place.isScript ? ['starts with "var stats ="'] : []),
      isTree
        ? 'requests and groups with numberOfRequests, minResponseTime'
        : 'members numberOfRequests, minResponseTime',
    ],
  };
}
