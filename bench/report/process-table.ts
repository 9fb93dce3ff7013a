import { medianOf, type CaseResult } from '../measure/interleave.ts';
import type { Goal, ReportRow, ReportTable } from './model.ts';
import { megabytes, seconds, times } from './units.ts';

export type Results = ReadonlyMap<string, CaseResult>;

export interface ProcessTable {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly results: Results;
  /** The case of ours that every row is compared with; null: no column of ratios. */
  readonly reference: string | null;
  readonly goals?: Readonly<Record<string, readonly Goal[]>>;
}

/** Cases that are whole processes: wall, CPU, memory, and how ours compares. */
export function processTable({
  id,
  title,
  about,
  results,
  reference,
  goals = {},
}: ProcessTable): ReportTable {
  const rows: ReportRow[] = [];
  const remarks: string[] = [];
  for (const result of results.values()) {
    const remark = remarkOn(result);
    if (remark !== null) remarks.push(remark);
    const wall = medianOf(result, 'wallMs');
    const ratio = reference === null ? [] : [ratioCell(results, reference, result)];
    rows.push({
      cells: [
        result.name,
        result.samples.length === 0 ? 'not measured here' : seconds(wall),
        seconds(medianOf(result, 'cpuMs')),
        megabytes(medianOf(result, 'rssBytes')),
        ...ratio,
        String(result.samples.length),
      ],
      goals: goals[result.id] ?? [],
    });
  }
  const compared = reference === null ? [] : ['ours ÷ this (wall)'];
  return {
    id,
    title,
    about,
    columns: ['case', 'wall', 'CPU', 'peak RSS', ...compared, 'rounds'],
    rows,
    remarks,
  };
}

function ratioCell(results: Results, reference: string, result: CaseResult): string {
  return result.id === reference ? '1' : times(wallRatio(results, reference, result.id));
}

/** Median wall time of one case over that of another; NaN if one was not measured. */
export function wallRatio(results: Results, id: string, other: string): number {
  return medianOf(results.get(id), 'wallMs') / medianOf(results.get(other), 'wallMs');
}

export function remarkOn({ name, failure, missing }: CaseResult): string | null {
  if (missing !== null) return `Not measured here: ${name}: ${missing}.`;
  if (failure !== null) return `Failed: ${name}: ${failure}`;
  return null;
}

export function anyFailed(results: Results): boolean {
  return [...results.values()].some(({ failure }) => failure !== null);
}
