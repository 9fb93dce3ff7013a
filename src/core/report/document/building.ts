import { createHash } from 'node:crypto';
import type { ArrangedFindings, PrintedFinding } from '#shared/model/report-findings.ts';
import type { ReportEdits } from '#shared/model/report.ts';
import type { PictureData, ReportData, RunFacts } from '../gather/report-data.ts';
import type { FigureFormat } from './figure-format.ts';
import type { Inline, Table, TableColumn } from './report-document.ts';

/** What the sections of a document are built from. */
export interface Building {
  readonly data: ReportData;
  readonly edits: ReportEdits;
  readonly arranged: ArrangedFindings;
  readonly pictures: readonly PictureData[];
  readonly format: FigureFormat;
  /** Numbers of figures, in the order in which they are asked for. */
  readonly figures: FigureNumbers;
}

export class FigureNumbers {
  private last = 0;

  next(): number {
    this.last += 1;
    return this.last;
  }
}

export function printedFindings({ arranged }: Building): readonly PrintedFinding[] {
  return arranged.findings.filter(({ status }) => status !== 'dismissed');
}

/** Anchor of a finding. */
export function findingAnchor({ number }: PrintedFinding): string {
  return `finding-${number ?? 0}`;
}

export function runsOf({ data }: Building, side: RunFacts['side']): readonly RunFacts[] {
  return data.runs.filter((facts) => facts.side === side);
}

export function isComparison({ data }: Building): boolean {
  return data.runs.some(({ side }) => side === 'baseline');
}

/** `A` or `B` where there are two sides, with the run's name. */
export function runInline(building: Building, { side, run }: RunFacts): readonly Inline[] {
  return isComparison(building) ? [sideMark(side), { text: ` ${run.name}` }] : [{ text: run.name }];
}

export function sideMark(side: RunFacts['side']): Inline {
  return side === 'baseline'
    ? { text: 'A', strong: true, tone: 'a' }
    : { text: 'B', strong: true, tone: 'b' };
}

export function sideName(building: Building, facts: RunFacts): string {
  if (!isComparison(building)) return facts.run.name;
  return `${facts.side === 'baseline' ? 'A' : 'B'} ${facts.run.name}`;
}

export function textTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly (string | readonly Inline[])[])[],
  oneLine = false,
): Table {
  return {
    columns,
    rows: rows.map((cells) => cells.map((cell) => (typeof cell === 'string' ? [{ text: cell }] : cell))),
    oneLine,
  };
}

export function left(title: string, share?: number): TableColumn {
  return { title, align: 'left', ...(share === undefined ? {} : { share }) };
}

export function right(title: string, share?: number): TableColumn {
  return { title, align: 'right', ...(share === undefined ? {} : { share }) };
}

/** `1 run`, `3 runs` */
export function countOf(building: Building, count: number, noun: string): string {
  return `${building.format.count(count)} ${count === 1 ? noun : `${noun}s`}`;
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** One digest over the digests of all files, whatever their order; null without files. */
export function digestOf({ sources }: ReportData): string | null {
  if (sources.length === 0) return null;
  const lines = sources.map(({ sha256 }) => sha256).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

export function shortDigest(digest: string): string {
  return `${digest.slice(0, 4)} ${digest.slice(4, 8)} … ${digest.slice(-4)}`;
}
