import { describe, expect, it } from 'vitest';
import { numbersToColumn, textsToColumn } from '#shared/contract/columns.ts';
import { textWidth } from '../charts/text-width.ts';
import { contentBox } from '../html/page-geometry.ts';
import type { Building } from './building.ts';
import { FigureFormat } from './figure-format.ts';
import type { Table } from './report-document.ts';
import { transactionSections } from './transaction-sections.ts';

/** One run with two transactions of so many samples, which take so long. */
function building(samples: number, ms: number): Building {
  const figures = {
    samples,
    errorRate: 0.0101,
    meanMs: ms / 2,
    'p:50': ms / 3,
    'p:90': ms / 2,
    'p:95': ms / 1.5,
    'p:99': ms / 1.2,
    maxMs: ms,
    throughputPerSec: samples / 7000,
  };
  const columns = Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, numbersToColumn([value, value / 2])]),
  );
  const { 'p:50': p50, 'p:90': p90, 'p:95': p95, 'p:99': p99, ...overall } = figures;
  const summary = {
    overall: { ...overall, percentilesMs: { 50: p50, 90: p90, 95: p95, 99: p99 } },
    transactions: {
      rowCount: 2,
      columns: { ...columns, label: textsToColumn(['GET /cart', 'POST /order']) },
    },
  };
  const run = { name: 'Nightly', granularity: 'samples' };
  return {
    format: new FigureFormat('en-GB'),
    data: { runs: [{ side: 'candidate', run, window: null, detail: {}, summary }] },
  } as unknown as Building;
}

function tableOf(samples: number, ms: number): Table {
  const [section] = transactionSections(building(samples, ms));
  const block = section!.blocks.find(({ kind }) => kind === 'table');
  if (block?.kind !== 'table') throw new Error('no table');
  return block.table;
}

/** Shares of the columns of numbers. */
function sharesOf(samples: number, ms: number): number[] {
  return tableOf(samples, ms)
    .columns.slice(1)
    .map(({ share }) => share!);
}

describe('the table of transactions', () => {
  it('leaves room for names, however large numbers are', () => {
    expect(sharesOf(9_876_543_210, 1_234_567).reduce((a, b) => a + b, 0)).toBeCloseTo(0.85, 9);
    expect(sharesOf(100, 9).reduce((a, b) => a + b, 0)).toBeLessThan(0.75);
  });

  it.each([
    [100, 9],
    [10_000_000, 17_648],
    [100_000_000, 60_000],
  ])('keeps numbers in one line: %d samples of up to %d ms', (samples, ms) => {
    const shares = sharesOf(samples, ms);
    for (const row of tableOf(samples, ms).rows)
      row.slice(1).forEach((cell, place) => {
        // 6 px of padding on each side.
        const room = shares[place]! * contentBox('A4').width - 12;
        expect(textWidth(cell.map(({ text }) => text).join(''), 12)).toBeLessThanOrEqual(room);
      });
  });
});
