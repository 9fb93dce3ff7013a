import type { Run } from '#shared/model/run.ts';
import type { Figures } from '../../panels/run-figures/figures.ts';
import type { RunFigures } from '../../panels/run-figures/use-run-figures.ts';
import { natureOf } from '../../panels/run-nature/run-nature.ts';

/** False of a run whose overview would have neither figure nor row, such as a report of metrics alone. */
export function holdsTimes(run: Run, figures: RunFigures | null): boolean {
  const nature = natureOf(run);
  if (nature !== 'report') return nature === 'samples';
  if (figures === null || run.transactionCount > 0) return true;
  return holdsAny(figures.overall);
}

function holdsAny({
  percentilesMs,
  samples,
  failures,
  minMs,
  meanMs,
  maxMs,
  throughputPerSec,
}: Figures): boolean {
  return [samples, failures, minMs, meanMs, maxMs, throughputPerSec, ...percentilesMs].some(
    (value) => value !== null,
  );
}
