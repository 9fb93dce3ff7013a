import type { RunFacts } from '../gather/report-data.ts';
import { runsOf, type Building } from './building.ts';
import { plain, type DocumentSection } from './report-document.ts';
import {
  curvesBlock,
  failuresOverTime,
  hasFailures,
  overTime,
  percentilesOverTime,
  throughputOverTime,
  type ShownRun,
} from './run-charts.ts';

/** Response time, throughput and errors over time, and the distribution. */
export function chartSections(building: Building): DocumentSection[] {
  const runs = shownRuns(building.data.runs);
  if (runs.length === 0) return [];
  const sides = (['baseline', 'candidate'] as const).flatMap(
    (side) => shownRuns(runsOf(building, side))[0] ?? [],
  );
  const blocks = [
    ...runs.flatMap((run) => percentilesOverTime(building, run)),
    curvesBlock(building, sides, 'all requests'),
    ...overTime(building, sides, throughputOverTime),
    ...(sides.some(hasFailures)
      ? overTime(building, sides, failuresOverTime)
      : [{ kind: 'paragraph', text: plain('No request failed.') } as const]),
  ];
  return [
    {
      id: 'charts',
      kind: 'charts',
      number: null,
      title: 'Charts',
      running: 'Charts',
      findingId: null,
      startsPage: false,
      blocks,
    },
  ];
}

function shownRuns(runs: readonly RunFacts[]): ShownRun[] {
  return runs.flatMap((facts) =>
    facts.detail === null ? [] : [{ facts, series: facts.detail.series, curve: facts.detail.curve }],
  );
}
