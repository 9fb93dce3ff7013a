import type { BenchOptions } from '../options.ts';
import type { Case, Tell } from '../measure/interleave.ts';
import { interleave } from '../measure/interleave.ts';
import type { ReportTable } from '../report/model.ts';
import type { Results } from '../report/process-table.ts';

/** What every part of a suite is given. */
export interface BenchContext {
  readonly options: BenchOptions;
  readonly tell: Tell;
  /** Runs cases in turns; `times` as many rounds for what takes milliseconds. */
  readonly measure: (cases: readonly Case[], times?: number) => Promise<Results>;
}

export interface Part {
  /** Word for `--only`. */
  readonly id: string;
  run(context: BenchContext): Promise<PartReport>;
}

export interface PartReport {
  readonly table: ReportTable;
  readonly failed: boolean;
}

export function createContext(options: BenchOptions, tell: Tell): BenchContext {
  return {
    options,
    tell,
    measure: (cases, times = 1) => interleave(cases, options.quick ? 1 : options.rounds * times, tell),
  };
}
