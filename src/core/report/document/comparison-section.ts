import type { ComparabilityCheck, Comparison } from '#shared/model/comparison.ts';
import { left, textTable, type Building } from './building.ts';
import { forestBlock, forestOrder } from './forest-block.ts';
import { plain, type Block, type DocumentSection, type Inline } from './report-document.ts';
import { isTransactionP95 } from './summary-section.ts';
import { verdictCells, verdictColumns } from './verdict-cells.ts';

/** As many as fit on a page with its caption. */
const ROWS_PER_CHART = 38;
const MAX_ROWS = 400;

/** Whether the sides may be compared, and what came out for every transaction. */
export function comparisonSections(building: Building): DocumentSection[] {
  const { comparison } = building.data;
  if (comparison === null) return [];
  const blocks: Block[] = [
    { kind: 'paragraph', text: plain(comparison.sentence) },
    { kind: 'heading', level: 3, text: 'Comparability' },
    checkTable(comparison),
  ];
  const p95 = forestOrder(comparison.verdicts.filter(isTransactionP95)).slice(0, MAX_ROWS);
  if (p95.length > 0) blocks.push({ kind: 'heading', level: 3, text: 'Change of p95' });
  for (let from = 0; from < p95.length; from += ROWS_PER_CHART)
    blocks.push(forestBlock(building, p95.slice(from, from + ROWS_PER_CHART), 0));
  blocks.push({ kind: 'heading', level: 3, text: 'Verdicts' }, verdictTable(building, comparison));
  blocks.push(...labelsOnOneSide(comparison));
  return [
    {
      id: 'comparison',
      kind: 'comparison',
      number: null,
      title: 'Comparison',
      running: 'Comparison',
      findingId: null,
      startsPage: true,
      blocks,
    },
  ];
}

const STATES: Readonly<Record<ComparabilityCheck['state'], Inline>> = {
  ok: { text: 'passed', sign: 'passed', tone: 'good' },
  note: { text: 'note', sign: 'note', tone: 'warn' },
  failed: { text: 'failed', sign: 'failed', tone: 'bad', strong: true },
  unknown: { text: 'unknown', sign: 'cannot-tell', tone: 'unknown' },
};

function checkTable({ checks }: Comparison): Block {
  return {
    kind: 'table',
    title: 'Comparability of the two sides',
    titled: true,
    table: textTable(
      [
        left('Check', 0.18),
        { ...left('A', 0.14), tone: 'a' },
        { ...left('B', 0.14), tone: 'b' },
        left('Result', 0.12),
        left('What it means', 0.42),
      ],
      checks.map((check) => [
        [{ text: check.name, strong: true }],
        check.baseline,
        check.candidate,
        check.waived === null
          ? [STATES[check.state]]
          : [{ text: 'waived', sign: 'note', tone: 'warn', strong: true }],
        [
          { text: check.message, tone: 'quiet' },
          ...(check.waived === null ? [] : [{ text: ` Set aside: ${check.waived}`, strong: true }]),
        ],
      ]),
    ),
    note: [
      {
        text: 'A check that failed makes every verdict inconclusive unless it is set aside with a reason.',
        tone: 'quiet',
      },
    ],
  };
}

/** All of p95, and of the other metrics what is not "no change". */
function verdictTable(building: Building, comparison: Comparison): Block {
  const { format } = building;
  const told = comparison.verdicts.filter(
    (row) => row.label === null || row.metric === 'p95' || row.verdict !== 'no-change',
  );
  const ordered = [
    ...told.filter(({ label }) => label === null),
    ...forestOrder(told.filter(({ label }) => label !== null)),
  ];
  const shown = ordered.slice(0, MAX_ROWS);
  const silent = comparison.verdicts.length - told.length;
  return {
    kind: 'table',
    title: 'Verdicts',
    titled: true,
    table: textTable(
      [left('Transaction', 0.25), ...verdictColumns([0.12, 0.09, 0.09, 0.12, 0.19, 0.14])],
      shown.map((row) => [
        row.label ?? [{ text: 'All requests', strong: true }],
        ...verdictCells(row, format),
      ]),
    ),
    note: [
      {
        text: [
          silent > 0 ? `${format.count(silent)} further figures did not change beyond the margin.` : '',
          ordered.length > shown.length
            ? `${format.count(ordered.length - shown.length)} rows are left out.`
            : '',
        ]
          .filter((part) => part !== '')
          .join(' '),
        tone: 'quiet',
      },
    ],
  };
}

function labelsOnOneSide({ added, removed }: Comparison): Block[] {
  const list = (labels: readonly string[]): readonly Inline[] =>
    plain(labels.slice(0, 40).join(', ') + (labels.length > 40 ? ` and ${labels.length - 40} more` : ''));
  const rows: [string, readonly Inline[]][] = [];
  if (added.length > 0) rows.push(['Only in B', list(added)]);
  if (removed.length > 0) rows.push(['Only in A', list(removed)]);
  return rows.length === 0 ? [] : [{ kind: 'facts', rows }];
}
