import { numberAt, numberColumn, textAt, textColumn } from '#shared/contract/columns.ts';
import type { RunFacts } from '../gather/report-data.ts';
import { textWidth } from '../charts/text-width.ts';
import { contentBox } from '../html/page-geometry.ts';
import { left, right, runsOf, sideName, textTable, type Building } from './building.ts';
import type { Block, DocumentSection } from './report-document.ts';

const MAX_ROWS = 400;

/** Figures of each transaction of each run, as the overview shows them. */
export function transactionSections(building: Building): DocumentSection[] {
  const blocks = building.data.runs
    .filter(({ detail }) => detail !== null)
    .flatMap((facts) => [
      { kind: 'heading', level: 3, text: sideName(building, facts) } as const,
      transactionTable(building, facts),
    ]);
  return [
    {
      id: 'transactions',
      kind: 'transactions',
      number: null,
      title: 'Transactions',
      running: 'Transactions',
      findingId: null,
      startsPage: false,
      blocks,
    },
  ];
}

interface TransactionRow {
  readonly label: string;
  readonly samples: number | null;
  readonly errorRate: number | null;
  readonly meanMs: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly maxMs: number | null;
  readonly perSec: number | null;
}

/** By p95, the slowest first; those without one last. */
function transactionRows({ summary }: RunFacts): TransactionRow[] {
  const { transactions } = summary;
  const labels = textColumn(transactions, 'label');
  const column = (name: string) => {
    const values = numberColumn(transactions, name);
    return (row: number): number | null => numberAt(values, row);
  };
  const [samples, errorRate, meanMs, maxMs, perSec] = [
    'samples',
    'errorRate',
    'meanMs',
    'maxMs',
    'throughputPerSec',
  ].map(column);
  const [p50, p90, p95, p99] = ['p:50', 'p:90', 'p:95', 'p:99'].map(column);
  const rows = Array.from({ length: transactions.rowCount }, (_, row): TransactionRow => ({
    label: textAt(labels, row) ?? '(no name)',
    samples: samples!(row),
    errorRate: errorRate!(row),
    meanMs: meanMs!(row),
    p50: p50!(row),
    p90: p90!(row),
    p95: p95!(row),
    p99: p99!(row),
    maxMs: maxMs!(row),
    perSec: perSec!(row),
  }));
  return rows.sort((a, b) => (b.p95 ?? -1) - (a.p95 ?? -1) || a.label.localeCompare(b.label, 'en'));
}

const NUMBERS = ['Samples', 'Errors, %', 'Mean', 'p50', 'p90', 'p95', 'p99', 'Max', 'Per s'] as const;
/** Of a table, as its style sets them; strong letters are a little wider than others. */
const [FONT_PX, PADDING_PX, STRONG] = [12, 13, 1.06];
const MIN_SHARE = 0.065;

/** Names keep what is left. */
const MAX_SHARES = 0.85;

/** Shares of the narrower page that keep each number in one line: a number that is broken in two reads as two. */
function sharesFor(columns: readonly (readonly string[])[]): number[] {
  const page = contentBox('A4').width;
  const shares = columns.map((texts) => {
    const widest = Math.max(...texts.map((text) => textWidth(text, FONT_PX)));
    return Math.max(MIN_SHARE, (widest * STRONG + PADDING_PX) / page);
  });
  const scale = Math.min(1, MAX_SHARES / shares.reduce((sum, share) => sum + share, 0));
  return shares.map((share) => share * scale);
}

function transactionTable(building: Building, facts: RunFacts): Block {
  const { format } = building;
  const rows = transactionRows(facts);
  const shown = rows.slice(0, MAX_ROWS);
  const { overall } = facts.summary;
  const all: TransactionRow = {
    label: 'All requests',
    samples: overall.samples,
    errorRate: overall.errorRate,
    meanMs: overall.meanMs,
    p50: overall.percentilesMs['50'] ?? null,
    p90: overall.percentilesMs['90'] ?? null,
    p95: overall.percentilesMs['95'] ?? null,
    p99: overall.percentilesMs['99'] ?? null,
    maxMs: overall.maxMs,
    perSec: overall.throughputPerSec,
  };
  const cells = (row: TransactionRow): string[] => [
    format.count(row.samples),
    format.ratio(row.errorRate).replace(' %', ''),
    ...[row.meanMs, row.p50, row.p90, row.p95, row.p99, row.maxMs].map((value) => format.number(value)),
    format.number(row.perSec),
  ];
  const figures = [all, ...shown].map(cells);
  const shares = sharesFor(NUMBERS.map((name, place) => [name, ...figures.map((row) => row[place]!)]));
  const more = rows.length - shown.length;
  return {
    kind: 'table',
    title: `Transactions of ${facts.run.name}`,
    titled: true,
    table: textTable(
      [left('Transaction'), ...NUMBERS.map((name, place) => right(name, shares[place]))],
      [
        [[{ text: all.label, strong: true }], ...figures[0]!.map((text) => [{ text, strong: true }])],
        ...shown.map((row, place) => [row.label, ...figures[place + 1]!]),
      ],
    ),
    note: [
      {
        text: `Times in ms; ${windowText(building, facts)}; exact type 7 percentiles over all samples, failures included.${more > 0 ? ` ${format.count(more)} more transactions are left out.` : ''}`,
        tone: 'quiet',
      },
    ],
  };
}

export function windowText({ format }: Building, { window, run }: RunFacts): string {
  if (window !== null) return `steady phase, ${format.clock(window.fromMs)} to ${format.clock(window.toMs)}`;
  return run.granularity === 'aggregated' ? 'whole run, as its report has it' : 'whole run';
}

/** The slowest transactions of the first run as bars; null where no times are known. */
export function slowestBlock(building: Building, most: number): Block | null {
  const { format } = building;
  const [facts] = runsOf(building, 'candidate');
  if (facts === undefined) return null;
  const rows = transactionRows(facts).filter(({ p95 }) => p95 !== null);
  const shown = rows.slice(0, most);
  if (shown.length === 0) return null;
  return {
    kind: 'chart',
    number: building.figures.next(),
    title: 'p95 of the slowest transactions',
    titled: true,
    caption: `p95 in ms, ${windowText(building, facts)}. ${rows.length > shown.length ? `${format.count(rows.length - shown.length)} faster ones: see Transactions.` : 'All transactions.'}`,
    chart: {
      kind: 'bars',
      unit: 'p95, ms',
      signed: false,
      bars: shown.map(({ label, p95 }) => ({
        label,
        value: p95!,
        text: format.number(p95),
        role: 'p95',
      })),
    },
    table: textTable(
      [left('Transaction'), right('p95, ms')],
      shown.map(({ label, p95 }) => [label, format.number(p95)]),
    ),
  };
}
