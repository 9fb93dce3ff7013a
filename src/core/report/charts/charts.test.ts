import { describe, expect, it } from 'vitest';
import { FigureFormat } from '../document/figure-format.ts';
import { flameBoxes } from '../document/flame-boxes.ts';
import type { ForestRow, ReportChart } from '../document/report-chart.ts';
import { drawChart } from './draw-chart.ts';
import { linearScale, logScale, roundDown, roundUp, timeTicks } from './scales.ts';
import { escapeMarkup, linePath } from './svg.ts';
import { fitted, textWidth } from './text-width.ts';

const format = new FigureFormat('en-GB');
const row = (changes: Partial<ForestRow> = {}): ForestRow => ({
  label: 'home',
  figures: '100 → 120',
  delta: 0.2,
  low: 0.1,
  high: 0.3,
  verdict: 'regressed',
  words: 'regressed',
  ...changes,
});
const numbersOf = (text: string, name: string): number[] =>
  [...text.matchAll(new RegExp(` ${name}="([^"]*)"`, 'gu'))].map(([, value]) => Number(value));

const time: ReportChart = {
  kind: 'time',
  lines: [{ name: 'p95', role: 'p95', x: [0, 1000, 2000, 3000], y: [100, null, 300, 200] }],
  yTitle: 'ms',
  scale: 'log',
  ratio: false,
  phases: [{ kind: 'ramp', fromMs: 0, toMs: 1500 }],
  endMs: 3000,
};

describe('every chart', () => {
  const charts: readonly ReportChart[] = [
    {
      kind: 'forest',
      columnTitle: 'p95, ms',
      margin: 0.1,
      rows: [row(), row({ delta: null, low: null, high: null })],
    },
    time,
    { ...time, scale: 'linear', ratio: true },
    { ...time, lines: [{ name: 'none', role: 'p95', x: [], y: [] }], endMs: 0 },
    {
      kind: 'curve',
      marked: 95,
      trustedTo: 99,
      lines: [{ name: 'A', role: 'baseline', x: [10, 50, 99, 100], y: [1, 2, 30, 90] }],
    },
    { kind: 'curve', marked: 95, trustedTo: null, lines: [] },
    { kind: 'scatter', xTitle: 'users', yTitle: 'per s', points: [{ x: 3, y: 5, role: 'baseline' }] },
    { kind: 'scatter', xTitle: 'users', yTitle: 'per s', points: [] },
    {
      kind: 'bars',
      unit: 'ms',
      signed: true,
      bars: [
        { label: 'f', value: -3, text: '−3', role: 'baseline' },
        { label: 'g', value: 8, text: '+8', role: 'candidate' },
      ],
    },
    { kind: 'flame', depth: 1, boxes: [{ depth: 0, from: 0, to: 1, name: '<main>', change: 0.5 }] },
    {
      kind: 'steps',
      xTitle: 'operations',
      yTitle: 'bytes',
      lines: [{ name: 'Cart', role: 'errors', x: [0, 100], y: [10, 2_000_000] }],
    },
  ];

  it.each(charts.map((chart, place) => [`${chart.kind} ${place}`, chart] as const))(
    '%s stays within its box, with numbers that are numbers',
    (_, chart) => {
      const { width, height, content } = drawChart(chart, 332, format);
      expect(width).toBe(332);
      expect(height).toBeGreaterThan(0);
      expect(content).not.toMatch(/NaN|Infinity|undefined/u);
      expect(content).not.toContain('<main>');
      for (const x of [...numbersOf(content, 'x'), ...numbersOf(content, 'cx')]) {
        expect(x).toBeGreaterThanOrEqual(-0.01);
        expect(x).toBeLessThanOrEqual(width + 0.01);
      }
      for (const y of [...numbersOf(content, 'y'), ...numbersOf(content, 'cy')]) {
        expect(y).toBeGreaterThanOrEqual(-0.01);
        expect(y).toBeLessThanOrEqual(height + 0.01);
      }
    },
  );
});

describe('the forest plot', () => {
  const circles = (rows: readonly ForestRow[]): number[] =>
    numbersOf(
      drawChart({ kind: 'forest', columnTitle: 'p95', margin: 0.1, rows }, 690, format).content,
      'cx',
    );

  it('puts equal factors to both sides at equal distance from zero', () => {
    const [up, none, down] = circles([row({ delta: 1 }), row({ delta: 0 }), row({ delta: -0.5 })]) as [
      number,
      number,
      number,
    ];
    expect(up - none).toBeCloseTo(none - down, 1);
  });

  it('keeps what lies far outside at the end of its axis', () => {
    const [far, near] = circles([row({ delta: 99, low: 50, high: 150 }), row({ delta: 0.1 })]) as [
      number,
      number,
    ];
    expect(far).toBeGreaterThan(near);
    expect(far).toBeLessThan(690);
  });

  it('draws what is inconclusive hollow', () => {
    const { content } = drawChart(
      { kind: 'forest', columnTitle: 'p95', margin: 0.1, rows: [row({ verdict: 'inconclusive' })] },
      690,
      format,
    );
    expect(/<circle[^>]*fill="#ffffff"/u.test(content)).toBe(true);
  });
});

describe('small parts', () => {
  it('a text is cut to its room', () => {
    const long = 'Checkout: place order and wait for the confirmation';
    expect(fitted(long, 1000, 11)).toBe(long);
    const cut = fitted(long, 100, 11);
    expect(cut.endsWith('…')).toBe(true);
    expect(textWidth(cut, 11)).toBeLessThanOrEqual(100);
    expect(fitted(long, 5, 11)).toBe('');
  });

  it('markup and characters that no document may hold do not get through', () => {
    expect(escapeMarkup(`<a b="c">&'\u0000\u001b[1m`)).toBe('&lt;a b=&quot;c&quot;&gt;&amp;&#39;  [1m');
  });

  it('a gap breaks a line', () => {
    expect(linePath([[0, 1], [1, 2], null, [3, 4], [5, 6]])).toBe('M0 1L1 2M3 4L5 6');
  });

  it('ticks are round and inside', () => {
    expect(linearScale(0, 100, 0, 10, 4).ticks).toEqual([0, 25, 50, 75, 100]);
    expect(logScale(10, 1000, 0, 1).ticks).toEqual([10, 20, 50, 100, 200, 500, 1000]);
    expect(timeTicks(390_000, 10).map((ms) => ms / 1000)).toEqual([0, 60, 120, 180, 240, 300, 360]);
    expect([roundUp(390), roundUp(0.012), roundDown(17)]).toEqual([400, 0.015, 15]);
  });
});

describe('flameBoxes', () => {
  const tree = {
    parent: Int32Array.of(-1, 0, 0, 1),
    rowStart: Int32Array.of(0, 1, 3, 4),
    left: Float64Array.of(0, 0, 60, 0),
    width: Float64Array.of(100, 60, 0.1, 60),
  };
  const boxes = flameBoxes(
    tree.parent,
    tree.rowStart,
    { left: tree.left, width: tree.width, total: 100 },
    (node) => `f${node}`,
    () => null,
  );

  it('leaves out what nobody could see', () => {
    expect(boxes.boxes.map(({ name, depth, from, to }) => [name, depth, from, to])).toEqual([
      ['f0', 0, 0, 1],
      ['f1', 1, 0, 0.6],
      ['f3', 2, 0, 0.6],
    ]);
    expect([boxes.depth, boxes.cut]).toEqual([3, false]);
  });
});
