import { NOT_THIS_FORMAT, type ProbeHead, type ProbeResult } from '../importer.ts';
import { layoutOf, type LocustFile, type LocustLayout } from './layout.ts';
import { RowCells } from './row-cells.ts';
import { RowWalker } from './row-walker.ts';

const WHAT: Readonly<Record<LocustFile, string>> = {
  stats: 'statistics of requests',
  history: 'statistics over time',
  failures: 'failures',
  exceptions: 'exceptions in user code',
};

const BYTE_ORDER_MARK = '\uFEFF';
const QUOTE = 34;

export function probeLocustCsv(head: ProbeHead): ProbeResult {
  const layout = headerOf(head.bytes);
  if (layout === null) return NOT_THIS_FORMAT;
  const names = layout.names.slice(0, 4).join(', ');
  const reasons = [`header names ${names}`, `columns of Locust's ${WHAT[layout.file]}`];
  if (layout.isOld) reasons.push('names of before Locust 1.0');
  return { score: 0.95, reasons };
}

function headerOf(bytes: Uint8Array): LocustLayout | null {
  const walker = new RowWalker();
  for (let at = 0; at < bytes.length; at = walker.end) {
    if (walker.find(bytes, at, bytes.length, true) !== 'row') return null;
    if (walker.contentEnd > at) return layoutOfRow(bytes.subarray(at, walker.contentEnd));
  }
  return null;
}

/** @returns null when the row is no header of Locust */
export function layoutOfRow(row: Uint8Array): LocustLayout | null {
  const cells = new RowCells().read(row);
  const hasMark = cells[0]?.startsWith(BYTE_ORDER_MARK) === true;
  if (!hasMark) return layoutOf(cells, row[0] === QUOTE);
  const [first = '', ...others] = new RowCells().read(row.subarray(3));
  return layoutOf([first, ...others], row[3] === QUOTE);
}
