import { NOT_THIS_FORMAT, type ProbeHead, type ProbeResult } from '../importer.ts';
import { readLine } from './unusual-line.ts';

/** As many lines as tell the format; a request alone has nine. */
const LINES = 50;
const NAMES_IN_REASON = 3;

/** A first line that is longer than the head of the file, in either layout. */
const CUT_POINT =
  /^\{"(?:metric":"[^"]{1,200}","type":"Point","data":\{"time":"\d{4}-|type":"Point","data":\{"time":"\d{4}-)/u;

/** Looks whether the first lines are points or metric definitions of k6. */
export function probeK6Ndjson(head: ProbeHead): ProbeResult {
  // Zeros stand at the start of a file that was emptied while k6 had it open.
  const text = head.text.replace(/^[\uFEFF\0\s]+/u, '');
  if (!text.startsWith('{')) {
    // The start may be cut off in the middle of a line; then the next one counts.
    if (!text.includes('\n{')) return NOT_THIS_FORMAT;
  }
  const lines = text.split('\n', LINES + 1);
  // The last piece is a whole line only when the file ends there.
  if (lines.length <= LINES && !(head.complete && !text.endsWith('\n'))) lines.pop();
  else if (lines.length > LINES) lines.pop();

  let points = 0;
  let others = 0;
  const defined: string[] = [];
  const named = new Set<string>();
  for (const raw of lines) {
    const line = raw.trim();
    if (line === '') continue;
    const content = line.startsWith('{') ? readLine(line) : null;
    if (content === null || content.kind === 'invalid') {
      others += 1;
    } else if (content.kind === 'definition') {
      defined.push(content.definition.name);
    } else {
      points += 1;
      named.add(content.metric);
    }
  }
  const good = points + defined.length;
  if (good === 0) {
    return CUT_POINT.test(text)
      ? { score: 0.6, reasons: ['the first line starts as a k6 point'] }
      : NOT_THIS_FORMAT;
  }
  if (good < others) return NOT_THIS_FORMAT;
  const reasons: string[] = [];
  if (points > 0)
    reasons.push(
      others === 0 ? 'lines are k6 points' : `${points} of the first ${good + others} lines are k6 points`,
    );
  if (defined.length > 0) reasons.push(`metric lines of ${some(defined)}`);
  else reasons.push(`points of ${some([...named])}`);
  return { score: others === 0 ? 0.99 : 0.6 + (0.35 * good) / (good + others), reasons };
}

function some(names: readonly string[]): string {
  const list = names.slice(0, NAMES_IN_REASON).join(', ');
  return names.length > NAMES_IN_REASON ? `${list}, …` : list;
}
