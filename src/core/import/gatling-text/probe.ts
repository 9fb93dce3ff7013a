import { NOT_THIS_FORMAT, type ProbeHead, type ProbeResult } from '../importer.ts';

/** As many lines as tell the format. */
const LINES = 50;

const ASSERTION = 'ASSERTION\t';

/** The RUN line by layout; the first group is the simulation, the second one the version where it can be trusted. */
const runLines: readonly { readonly layout: string; readonly pattern: RegExp }[] = [
  { layout: '3.x', pattern: /^RUN\t([^\t]+)\t[^\t]*\t\d{1,15}\t[^\t]*\t(\d+\.[^\t\r]*)\r?$/u },
  { layout: '2.2 / 2.3', pattern: /^RUN\t([^\t]+)\t[^\t]*\t[^\t]*\t\d{1,15}\t[^\t]*\t[^\t]*$/u },
  { layout: '2.0 / 2.1', pattern: /^([^\t]+)\t[^\t]*\tRUN\t\d{1,15}\t[^\t]*\t[^\t]*$/u },
  { layout: '1.x', pattern: /^RUN\t\d{14}\t([^\t]*)\t[^\t]*(?:\t[^\t]*)?$/u },
];

const records: readonly RegExp[] = [
  /^REQUEST\t(?:[^\t]*\t){2,4}\d{1,15}\t\d{1,15}\t(?:OK|KO)(?:[\t\r]|$)/u,
  /^USER\t(?:[^\t]*\t){0,2}(?:START|END)\t\d{1,15}(?:\t\d{1,15})?\r?$/u,
  /^GROUP\t(?:[^\t]*\t){1,3}\d{1,15}\t\d{1,15}\t\d{1,15}\t(?:OK|KO)\r?$/u,
  /^ERROR\t.*\t\d{1,15}\r?$/u,
  /^ACTION\t(?:[^\t]*\t){3}(?:\d{1,15}\t){4}(?:OK|KO)(?:[\t\r]|$)/u,
  /^[^\t]*\t[^\t]*\tUSER\t(?:START|END)\t\d{1,15}\t\d{1,15}\r?$/u,
  /^[^\t]*\t[^\t]*\tREQUEST\t[^\t]*\t[^\t]*\t(?:\d{1,15}\t){4}(?:OK|KO)(?:[\t\r]|$)/u,
  /^[^\t]*\t[^\t]*\tGROUP\t[^\t]*\t(?:\d{1,15}\t){3,5}(?:OK|KO)\r?$/u,
];

/** Looks for the RUN line of a text log, or for records without one (a log whose start is lost). */
export function probeGatlingText(head: ProbeHead): ProbeResult {
  const text = head.text.replace(/^\uFEFF/u, '');
  const lines = text.split('\n', LINES + 1);
  // The last piece is a whole line only when the file ends there.
  if (lines.length > LINES || !head.complete || text.endsWith('\n')) lines.pop();
  let known = 0;
  let others = 0;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const run = runLine(line);
    if (run !== null) return run;
    if (line.startsWith(ASSERTION) || records.some((record) => record.test(line))) known += 1;
    else others += 1;
  }
  if (known === 0 || others > known) return NOT_THIS_FORMAT;
  const reasons = [`${known} of the first ${known + others} lines are records of Gatling`, 'no RUN line'];
  return { score: 0.6 + (0.3 * known) / (known + others), reasons };
}

function runLine(line: string): ProbeResult | null {
  for (const { layout, pattern } of runLines) {
    const match = pattern.exec(line);
    if (match === null) continue;
    const reasons = [`RUN line of ${layout}`, `simulation ${match[1]!}`];
    const version = match[2];
    return { score: 0.98, reasons, ...(version === undefined ? {} : { toolVersion: version }) };
  }
  return null;
}
