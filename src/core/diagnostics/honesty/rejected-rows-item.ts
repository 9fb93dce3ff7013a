import type { HonestyItem } from '#shared/model/diagnostics.ts';
import type { Source } from '#shared/model/run.ts';
import { count, percent } from './words.ts';

/** So many rows without a place in the figures can change them. */
const GRAVE = 0.001;

/** Rows of the files that could not be read. */
export function rejectedRowsItem(sources: readonly Source[]): HonestyItem {
  const rows = sources.reduce((sum, source) => sum + source.rows, 0);
  const rejected = sources.reduce((sum, source) => sum + source.rejectedRows, 0);
  const common = {
    code: 'rejected-rows',
    name: 'Rejected rows',
    evidence: sources
      .filter((source) => source.rejectedRows > 0)
      .map((source): [string, string] => [
        source.name,
        `${count(source.rejectedRows)} of ${count(source.rows + source.rejectedRows)}`,
      ]),
  } as const;
  if (rejected === 0) {
    return {
      ...common,
      state: 'good',
      value: 'none',
      sentence: 'Every row of the files was read.',
      settle: null,
    };
  }
  const share = rejected / (rows + rejected);
  return {
    ...common,
    state: share > GRAVE ? 'warning' : 'note',
    value: `${count(rejected)} of ${count(rows + rejected)}`,
    sentence: `Of all rows, ${percent(share)} could not be read and are in no figure${share > GRAVE ? ': counts are too low, and if failing requests broke their rows, error rates too' : ''}.`,
    settle: 'The import log shows them with line and reason.',
  };
}
