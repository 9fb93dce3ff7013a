import { textTable, type Building } from './building.ts';
import type { Block, DocumentSection } from './report-document.ts';
import {
  curvesBlock,
  failuresOverTime,
  hasFailures,
  overTime,
  p95OverTime,
  percentilesOverTime,
  throughputOverTime,
  type ShownRun,
} from './run-charts.ts';
import { verdictCells, verdictColumns } from './verdict-cells.ts';

/** Each transaction with its verdicts, its curve and its lines over time, where that is asked for. */
export function detailSections(building: Building): DocumentSection[] {
  const { runs, details } = building.data;
  return details.map(({ label, sides }, place): DocumentSection => {
    const shown = sides.flatMap(({ side, series, curve }): ShownRun[] => {
      const facts = runs.find((each) => each.side === side && each.detail !== null);
      return facts === undefined ? [] : [{ facts, series, curve }];
    });
    return {
      id: `transaction-${place + 1}`,
      kind: 'transactions',
      number: null,
      title: label,
      running: 'Transactions',
      findingId: null,
      startsPage: true,
      blocks: [
        ...verdictBlocks(building, label),
        curvesBlock(building, shown, label),
        ...(shown.length > 1 ? overTime(building, shown, p95OverTime) : []),
        ...overTime(building, shown, throughputOverTime),
        ...(shown.some(hasFailures) ? overTime(building, shown, failuresOverTime) : []),
        ...shown.flatMap((run) => percentilesOverTime(building, run)),
      ],
    };
  });
}

function verdictBlocks(building: Building, label: string): Block[] {
  const { format, data } = building;
  const rows = data.comparison?.verdicts.filter((row) => row.label === label) ?? [];
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      title: `Verdicts on ${label}`,
      titled: false,
      table: textTable(
        verdictColumns([0.22, 0.12, 0.12, 0.14, 0.22, 0.18]),
        rows.map((row) => verdictCells(row, format)),
      ),
      note: [],
    },
  ];
}
