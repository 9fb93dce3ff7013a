import type { Counts } from './simulate-pairs.ts';
import { agrees, falseAlarmRows, NOTED_PAIRS, powerRows, type SimulatedRow } from './scenarios.ts';

export interface SimulatedResult {
  readonly row: SimulatedRow;
  readonly counts: Counts;
}

export interface ReportFacts {
  readonly results: readonly SimulatedResult[];
  readonly pairs: number;
  readonly command: string;
  readonly node: string;
}

/** The document of `npm run simulate`, before it is formatted. */
export function validationReport({ results, pairs, command, node }: ReportFacts): string {
  const alarms = results.slice(0, falseAlarmRows.length);
  const power = results.slice(falseAlarmRows.length);
  const outside = results.flatMap(({ row, counts }) =>
    row.figures.flatMap(({ column, measured, noted }) =>
      agrees(measured(counts), pairs, noted, notedPairs(row)) ? [] : [`${row.title}: ${column}`],
    ),
  );
  const figures = results.reduce((sum, { row }) => sum + row.figures.length, 0);
  return `# How far the verdicts of a comparison can be trusted

Written by \`${command}\` (Node ${node}); the draws are seeded, so the same command writes the same figures. **${pairs} pairs per row**, ${results.length} rows.

Each pair is two simulated load tests of ten minutes: 50 requests per second, lognormal times (σ 0.5), times a slow factor
(AR(1), standard deviation 10 %) whose correlation time is τ. Pairs of the first table have no true difference; shares are of pairs
that were declared different, where 5 % would be right. “i.i.d.” and the two tests suppose samples that do not depend on
each other; the product does not use them, and this is why. “Recipe” is the block bootstrap (R = 300, bins of 1 %), without
widening the interval of drifting runs. In brackets: the figures of the note that the method comes from
(${NOTED_PAIRS.falseAlarms} pairs per row).

${table(alarms, pairs)}

p95 at τ = 20 s with a true change (in brackets: the note, ${NOTED_PAIRS.power} pairs per row). “Regressed” is the verdict before
Holm's adjustment, “leaning” a change of 10 % and more whose interval leaves out zero.

${table(power, pairs)}

${
  outside.length === 0
    ? `All ${figures} figures agree with the note within three standard errors of both simulations.`
    : `${figures - outside.length} of ${figures} figures agree with the note within three standard errors of both simulations. Not so: ${outside.join('; ')}.`
}

## As built

The product also widens the interval where neighbouring blocks depend on each other even when only ten are made
(\`drifting\`). That lowers false alarms where τ is long against the run, and costs power. A drift alone does not forbid a verdict: what
is beyond the margin even with the wider interval is called so.

${productTable(alarms)}

${productTable(power)}

## What follows

- The verdict is the strict rule; the looser one only says “leaning”. At τ ≤ 20 s two runs of the same system are called regressed in
  ${worst(alarms.slice(0, 3), 'regressed')} of ${pairs} pairs at most, per figure and before Holm's adjustment.
- A correlation time of a minute in a test of ten is beyond repair by any method that sees one run a side. Test longer, or
  compare three and more runs a side.
- A test of ten minutes resolves a margin of 10 % only just: see “no change” without a true change. Twenty minutes and more are better.
`;
}

function notedPairs({ scenario }: SimulatedRow): number {
  return scenario.falseAlarms ? NOTED_PAIRS.falseAlarms : NOTED_PAIRS.power;
}

function table(results: readonly SimulatedResult[], pairs: number): string {
  const columns = results[0]!.row.figures.map(({ column }) => column);
  const lines = results.map(({ row, counts }) => {
    const cells = row.figures.map(({ measured, noted }) => {
      const value = measured(counts);
      const mark = agrees(value, pairs, noted, notedPairs(row)) ? '' : ' !';
      return `${percent(value)} (${rangeText(noted)})${mark}`;
    });
    return line([row.title, ...cells]);
  });
  return [line(['', ...columns]), line(['---', ...columns.map(() => '--:')]), ...lines].join('\n');
}

function productTable(results: readonly SimulatedResult[]): string {
  const columns = results[0]!.row.product.map(({ column }) => column);
  const lines = results.map(({ row, counts }) =>
    line([row.title, ...row.product.map(({ measured }) => percent(measured(counts)))]),
  );
  return [line(['', ...columns]), line(['---', ...columns.map(() => '--:')]), ...lines].join('\n');
}

function worst(results: readonly SimulatedResult[], what: string): string {
  const shares = results.flatMap(({ row, counts }) =>
    row.product.filter(({ column }) => column.endsWith(what)).map(({ measured }) => measured(counts)),
  );
  return percent(Math.max(...shares));
}

function rangeText([low, high]: readonly [number, number]): string {
  return low === high ? percent(low) : `${percent(low)}–${percent(high)}`;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** What the simulation runs, in the order of the report. */
export const simulatedRows: readonly SimulatedRow[] = [...falseAlarmRows, ...powerRows];
