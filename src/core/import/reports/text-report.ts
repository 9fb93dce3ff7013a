import { RejectLog } from '../reject-log.ts';
import { reportLines, type ReportLine } from './report-text.ts';

/**
 * Goes through the lines of a printed report.
 *
 * @param read handles a line that it knows; says why it cannot, or null
 */
export function readLines(text: string, read: (line: string, of: ReportLine) => string | null): RejectLog {
  const rejects = new RejectLog();
  const encoder = new TextEncoder();
  let byte = 0;
  let at = 0;
  for (const line of reportLines(text)) {
    byte += encoder.encode(text.slice(at, line.at)).length;
    at = line.at;
    const reason = read(line.text.trim(), line);
    if (reason === null) continue;
    const raw = encoder.encode(line.text);
    rejects.add(line.number, byte, reason, raw, 0, raw.length);
  }
  return rejects;
}
