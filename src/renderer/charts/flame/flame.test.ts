import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textsToColumn } from '#shared/contract/columns.ts';
import type { ProfileFunctions, ProfileNodes } from '#shared/model/profile.ts';
import { createRecordingContext } from '../testing/recording-context.ts';
import { fakePalette } from '../testing/fake-palette.ts';
import { drawFlame, type FlameContent } from './draw-flame.ts';
import { boxAt, childrenOf, NO_NODE, parentOf, pathTo, ROOT, rowOf, treeGeometry } from './flame-geometry.ts';
import { pannedBy, rowsInView, wholeView, zoomedAt, zoomedTo, type FlameFrame } from './flame-view.ts';
import { walk } from './flame-walk.ts';
import {
  contrast,
  differenceFills,
  differencePlace,
  DIFFERENCE_STEPS,
  framePalette,
  moduleFills,
} from './frame-colours.ts';
import { frameGroup, groupColours, groupLegend, rankGroups } from './frame-group.ts';
import { matchedWeight, matchFunctions, nextMatch } from './function-search.ts';
import { measureFlame } from './measure-flame.ts';
import { TextFitter } from './text-fit.ts';
import { nodeAt, visitVisible } from './visible-boxes.ts';

interface Planted {
  readonly name: string;
  readonly total: number;
  readonly children?: readonly Planted[];
}

const shop: readonly Planted[] = [
  {
    name: 'main',
    total: 90,
    children: [
      { name: 'parse', total: 30, children: [{ name: 'read', total: 10 }] },
      {
        name: 'price',
        total: 50,
        children: [
          { name: 'parse', total: 20 },
          { name: 'tax', total: 25 },
        ],
      },
    ],
  },
  { name: 'gc', total: 5 },
];

function planted(roots: readonly Planted[]): { nodes: ProfileNodes; functions: ProfileFunctions } {
  const names: string[] = [];
  const rows: { readonly node: Planted; readonly parent: number }[][] = [];
  let row = roots.map((node) => ({ node, parent: -1 }));
  let before = 0;
  while (row.length > 0) {
    rows.push(row);
    const start = before;
    before += row.length;
    row = row.flatMap(({ node }, index) =>
      (node.children ?? []).map((child) => ({ node: child, parent: start + index })),
    );
  }
  const all = rows.flat();
  const functionOf = (name: string): number => {
    if (!names.includes(name)) names.push(name);
    return names.indexOf(name);
  };
  const ids = all.map(({ node }) => functionOf(node.name));
  const rowStart = rows.reduce<number[]>((starts, one) => [...starts, starts.at(-1)! + one.length], [0]);
  return {
    nodes: {
      count: all.length,
      rowStart: Int32Array.from(rowStart),
      parent: Int32Array.from(all, ({ parent }) => parent),
      function: Int32Array.from(ids),
      self: Float64Array.from(
        all,
        ({ node }) => node.total - (node.children ?? []).reduce((sum, child) => sum + child.total, 0),
      ),
      total: Float64Array.from(all, ({ node }) => node.total),
    },
    functions: functionsOf(names.map((name) => ({ name }))),
  };
}

function functionsOf(
  list: readonly { name: string; file?: string; module?: string; kind?: number }[],
): ProfileFunctions {
  return {
    count: list.length,
    id: Int32Array.from(list, (_, index) => index),
    name: textsToColumn(list.map(({ name }) => name)),
    file: textsToColumn(list.map(({ file }) => file ?? null)),
    module: textsToColumn(list.map(({ module }) => module ?? null)),
    line: new Int32Array(list.length),
    column: new Int32Array(list.length),
    kind: Uint8Array.from(list, ({ kind }) => kind ?? 1),
  };
}

const { nodes, functions } = planted(shop);
const geometry = treeGeometry(nodes, 100, true);
const frame: FlameFrame = { width: 1000, height: 200, rowHeight: 20, orientation: 'icicle' };
const [MAIN, GC, PARSE, PRICE, READ, PARSE_IN_PRICE, TAX] = [0, 1, 2, 3, 4, 5, 6] as const;

describe('layout of the tree', () => {
  it('begins a node where its parent does, plus the siblings before it', () => {
    expect([...geometry.left]).toEqual([0, 90, 0, 30, 0, 30, 50]);
    expect([...geometry.right]).toEqual([90, 95, 30, 80, 10, 50, 75]);
    expect([geometry.from, geometry.to]).toEqual([0, 100]);
  });

  it('knows callers and callees', () => {
    expect(childrenOf(geometry, PRICE)).toEqual({ from: PARSE_IN_PRICE, to: TAX + 1 });
    expect(childrenOf(geometry, ROOT)).toEqual({ from: MAIN, to: GC + 1 });
    expect(childrenOf(geometry, TAX)).toEqual({ from: 7, to: 7 });
    expect(parentOf(geometry, TAX)).toBe(PRICE);
    expect(parentOf(geometry, MAIN)).toBe(ROOT);
    expect(parentOf(geometry, ROOT)).toBe(NO_NODE);
    expect(pathTo(geometry, READ)).toEqual([MAIN, PARSE, READ]);
    expect([ROOT, GC, PRICE, TAX].map((node) => rowOf(geometry, node))).toEqual([-1, 0, 1, 2]);
  });

  it('finds callers in the order of time, where nobody says who called', () => {
    const timed = { ...geometry, parent: null, hasRoot: false };
    expect(parentOf(timed, PARSE_IN_PRICE)).toBe(PRICE);
    expect(parentOf(timed, MAIN)).toBe(NO_NODE);
    expect(childrenOf(timed, PRICE)).toEqual({ from: PARSE_IN_PRICE, to: TAX + 1 });
  });
});

describe('walking', () => {
  it('goes in to the widest callee, out to the caller, and along the row', () => {
    expect(walk(geometry, NO_NODE, 'in')).toBe(ROOT);
    expect(walk(geometry, ROOT, 'in')).toBe(MAIN);
    expect(walk(geometry, MAIN, 'in')).toBe(PRICE);
    expect(walk(geometry, PRICE, 'out')).toBe(MAIN);
    expect(walk(geometry, PRICE, 'previous')).toBe(PARSE);
    expect(walk(geometry, PARSE, 'previous')).toBe(PARSE);
    expect(walk(geometry, READ, 'last')).toBe(TAX);
    expect(walk(geometry, TAX, 'in')).toBe(TAX);
  });
});

describe('what is drawn', () => {
  const boxes = (view = wholeView(geometry)) => {
    const list: (readonly number[])[] = [];
    visitVisible(geometry, view, frame, (node, row, left, right) => list.push([node, row, left, right]));
    return list;
  };

  it('is every box that has a pixel, with everything above them', () => {
    expect(boxes()).toEqual([
      [ROOT, 0, 0, 1000],
      [MAIN, 1, 0, 900],
      [GC, 1, 900, 950],
      [PARSE, 2, 0, 300],
      [PRICE, 2, 300, 800],
      [READ, 3, 0, 100],
      [PARSE_IN_PRICE, 3, 300, 500],
      [TAX, 3, 500, 750],
    ]);
  });

  it('is only what is in view', () => {
    const view = zoomedTo(wholeView(geometry), geometry, TAX);
    expect(boxes(view).map(([node]) => node)).toEqual([ROOT, MAIN, PRICE, TAX]);
    const low = { ...frame, height: 30 };
    expect(rowsInView({ ...view, scrolledPx: 45 }, low, geometry)).toEqual({ first: 2, last: 3 });
  });

  it('is what a plain loop draws, however many boxes are too narrow to be seen', () => {
    const widths = fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(
        widths,
        fc.integer({ min: 10, max: 90 }),
        fc.double({ min: 1, max: 40, noNaN: true }),
        (list, width, factor) => {
          const row = planted(list.map((total) => ({ name: 'f', total })));
          const of = treeGeometry(row.nodes, 1, false);
          const narrow = { ...frame, width };
          const view = zoomedAt(wholeView(of), of, factor, (of.to * 2) / 3);
          const seen: number[] = [];
          visitVisible(of, view, narrow, (node) => seen.push(node));
          const perPlace = width / (view.to - view.from);
          const px = (place: number): number =>
            Math.round(Math.min(width, Math.max(0, (place - view.from) * perPlace)));
          const expected = list.flatMap((_, node) =>
            px(of.right[node]!) > px(of.left[node]!) ? [node] : [],
          );
          // A pixel's edge may be met by rounding in one of the two ways of asking: never by more than one box.
          const missed = expected.filter((node) => !seen.includes(node));
          expect(missed.length + seen.filter((node) => !expected.includes(node)).length).toBeLessThanOrEqual(
            1,
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('shows narrow calls in time as a pixel, each pixel once', () => {
    const from = [0, 10, 20, 30.2, 500, 990];
    const timed = {
      ...geometry,
      rowStart: Int32Array.of(0, from.length),
      left: Float64Array.from(from),
      right: Float64Array.from(from, (ms) => ms + 0.1),
      function: new Int32Array(from.length),
      parent: null,
      from: 0,
      to: 1000,
      hasRoot: false,
      showsNarrow: true,
    };
    const seen: (readonly number[])[] = [];
    visitVisible(timed, wholeView(timed), { ...frame, width: 100 }, (node, _, left, right) =>
      seen.push([node, left, right]),
    );
    expect(seen).toEqual([
      [0, 0, 1],
      [1, 1, 2],
      [2, 2, 3],
      [3, 3, 4],
      [4, 50, 51],
      [5, 99, 100],
    ]);
    seen.length = 0;
    visitVisible(timed, wholeView(timed), { ...frame, width: 20 }, (node, _, left, right) =>
      seen.push([node, left, right]),
    );
    // Four calls of the first pixel are one.
    expect(seen.map(([, left]) => left)).toEqual([0, 10, 19]);
  });

  it('is what the pointer finds', () => {
    const view = zoomedAt(wholeView(geometry), geometry, 2, 50);
    for (const [node, row, left, right] of boxes(view)) {
      const point = { x: (left! + right!) / 2, y: row! * 20 + 10 };
      expect(nodeAt(geometry, view, frame, point)).toBe(node);
    }
    expect(nodeAt(geometry, wholeView(geometry), frame, { x: 990, y: 30 })).toBe(NO_NODE);
    expect(nodeAt(geometry, wholeView(geometry), frame, { x: 10, y: 199 })).toBe(NO_NODE);
    const flame = { ...frame, orientation: 'flame' } as const;
    expect(nodeAt(geometry, wholeView(geometry), flame, { x: 10, y: 199 })).toBe(ROOT);
    expect(nodeAt(geometry, wholeView(geometry), flame, { x: 10, y: 175 })).toBe(MAIN);
    expect(boxAt(geometry, 2, 20)).toBe(NO_NODE);
  });

  it('writes names where they fit, figures where there is more room, and hatches, outlines and underlines', () => {
    const { context, texts, named } = createRecordingContext();
    const palette = framePalette(fakePalette, (name) => name);
    const name = (node: number): string =>
      node < 0 ? 'all' : functions.name.dictionary[functions.name.codes[nodes.function[node]!]!]!;
    const content: FlameContent = {
      colours: moduleFills(palette),
      colourOf: () => 0,
      nameOf: name,
      figureOf: (node) => (node < 0 ? '' : `${nodes.total[node]!} ms`),
      isHit: (node) => node === TAX,
      isHatched: (node) => node === READ,
      isOutlined: (node) => node === GC,
    };
    drawFlame(context, palette, {
      geometry,
      view: wholeView(geometry),
      frame: { ...frame, width: 200 },
      content,
    });
    expect(texts()).toContain('main  90 ms');
    expect(texts()).toContain('parse');
    expect(texts()).not.toContain('gc');
    expect(named('clip')).toHaveLength(1);
    expect(named('strokeRect')).toHaveLength(1);
    expect(named('fillRect').filter(({ fillStyle }) => fillStyle === '--accent')).toHaveLength(1);
  });
});

describe('zoom', () => {
  it('keeps the place under the pointer, and ends at the edges', () => {
    const view = zoomedAt(wholeView(geometry), geometry, 4, 40);
    expect([view.from, view.to]).toEqual([30, 55]);
    expect(zoomedAt(view, geometry, 0.01, 40)).toEqual(wholeView(geometry));
    expect(pannedBy(view, geometry, -99).from).toBe(0);
    expect(pannedBy(view, geometry, 99).to).toBe(100);
  });
});

describe('search', () => {
  it('looks at functions, and counts what lies in a match once', () => {
    const matches = matchFunctions(functions, (text) => /parse|price/u.test(text));
    expect(matches.count).toBe(2);
    // parse 30, price 50; the parse inside of price adds nothing.
    expect(matchedWeight(nodes, matches)).toBe(80);
    expect(nextMatch(geometry, matches, NO_NODE, 1)).toBe(PARSE);
    expect(nextMatch(geometry, matches, PRICE, 1)).toBe(PARSE_IN_PRICE);
    expect(nextMatch(geometry, matches, PARSE_IN_PRICE, 1)).toBe(PARSE);
    expect(nextMatch(geometry, matches, PARSE, -1)).toBe(PARSE_IN_PRICE);
    expect(
      nextMatch(
        geometry,
        matchFunctions(functions, () => false),
        MAIN,
        1,
      ),
    ).toBe(NO_NODE);
  });

  it('looks at files and modules, too', () => {
    const list = functionsOf([
      { name: 'a', file: 'src/shop.ts' },
      { name: 'b', module: 'shop.so' },
      { name: 'c' },
    ]);
    expect([...matchFunctions(list, (text) => text.includes('shop')).matched]).toEqual([1, 1, 0]);
  });
});

describe('groups of functions', () => {
  it('are modules, packages, folders or name spaces', () => {
    const list = functionsOf([
      { name: 'f', module: '/usr/lib/libc.so.6' },
      { name: 'f', file: '/app/node_modules/@otel/api/build/x.js' },
      { name: 'f', file: 'node:internal/timers' },
      { name: 'f', file: 'file:///app/src/pricing/rules.ts' },
      { name: 'java/util/HashMap.get' },
      { name: 'std::sort<int>(int)' },
      { name: 'runtime.mallocgc' },
      { name: '(garbage collector)', kind: 8 },
      { name: 'memcpy', kind: 2 },
      { name: 'main' },
    ]);
    expect(Array.from({ length: list.count }, (_, row) => frameGroup(list, row))).toEqual([
      'libc.so.6',
      '@otel/api',
      'node',
      'pricing',
      'java/util',
      'std',
      'runtime',
      'garbage collection',
      'native',
      'no module',
    ]);
  });

  it('share the last colour beyond the eighth', () => {
    const list = functionsOf(Array.from({ length: 12 }, (_, index) => ({ name: 'f', module: `m${index}` })));
    const groups = rankGroups(
      list,
      Float64Array.from({ length: 12 }, (_, index) => 12 - index),
    );
    const colours = groupColours(list, groups);
    expect([...colours.slice(0, 9)]).toEqual([0, 1, 2, 3, 4, 5, 6, 8, 8]);
    expect(groupLegend(groups).at(-1)).toEqual({ name: 'other (5)', colour: 8 });
  });
});

describe('colours of a difference', () => {
  const themes = {
    light: { '--side-a': '#0072b2', '--side-b': '#d55e00', '--frame-plain': '#e5e8eb' },
    dark: { '--side-a': '#56b4e9', '--side-b': '#f0853a', '--frame-plain': '#30363d' },
  };

  it('can be read on every step', () => {
    for (const tokens of Object.values(themes)) {
      const read = (name: string): string => (tokens as Record<string, string>)[name] ?? '#000000';
      const palette = framePalette(
        { ...fakePalette, sideA: read('--side-a'), sideB: read('--side-b') },
        read,
      );
      const { fills, texts } = differenceFills(palette);
      fills.forEach((fill, step) => expect(contrast(fill, texts[step]!)).toBeGreaterThanOrEqual(4.5));
      expect([fills[0], fills[DIFFERENCE_STEPS], fills.at(-1)]).toEqual([
        read('--side-a'),
        read('--frame-plain'),
        read('--side-b'),
      ]);
    }
  });

  it('is neutral where nothing is known, at any size', () => {
    expect(differencePlace(1, 1, false)).toBe(DIFFERENCE_STEPS);
    expect(differencePlace(1, 1, true)).toBe(2 * DIFFERENCE_STEPS);
    expect(differencePlace(-1, 1, true)).toBe(0);
    expect(differencePlace(0.001, 0, true)).toBeGreaterThan(DIFFERENCE_STEPS);
  });
});

describe('texts', () => {
  it('are cut to their box', () => {
    const fitter = new TextFitter(() => 6);
    expect(fitter.fit('evaluate', 60)).toBe('evaluate');
    expect(fitter.fit('evaluate', 30)).toBe('eval…');
    expect(fitter.fit('evaluate', 12)).toBe('');
  });
});

describe('two million boxes', () => {
  it('cost a frame no more than the pixels that show them', () => {
    const ROWS = 40;
    const PER_ROW = 50_000;
    const count = ROWS * PER_ROW;
    const FUNCTIONS = 20_000;
    const large: ProfileNodes = {
      count,
      rowStart: Int32Array.from({ length: ROWS + 1 }, (_, row) => row * PER_ROW),
      parent: Int32Array.from({ length: count }, (_, node) => (node < PER_ROW ? -1 : node - PER_ROW)),
      function: Int32Array.from({ length: count }, (_, node) => (node * 7919) % FUNCTIONS),
      self: new Float64Array(count),
      total: Float64Array.from({ length: count }, (_, node) => 1 + ((node % PER_ROW) % 97)),
    };
    const list = functionsOf(
      Array.from({ length: FUNCTIONS }, (_, index) => ({ name: `package.m${index % 40}.function${index}` })),
    );
    let total = 0;
    for (let node = 0; node < PER_ROW; node++) total += large.total[node]!;
    const calls = { fillRect: 0 };
    const blind = {
      fillRect: () => {
        calls.fillRect++;
      },
      strokeRect: () => undefined,
      fillText: () => undefined,
      measureText: () => ({ width: 6 }),
    };
    const figures = measureFlame(
      { nodes: large, functions: list, self: new Float64Array(FUNCTIONS), total },
      blind as unknown as CanvasRenderingContext2D,
      framePalette(fakePalette, (name) => name),
      { width: 1400, height: 800, rowHeight: 20, orientation: 'icicle' },
      {
        colours: moduleFills(framePalette(fakePalette, (name) => name)),
        nameOf: () => 'name',
        figureOf: () => '',
      },
      () => performance.now(),
    );
    // What counts: a frame costs its pixels, not its boxes. Times are for the bench; here they only must not explode.
    expect(figures.boxesDrawn).toBeLessThanOrEqual(1400 * ROWS);
    expect(calls.fillRect).toBeLessThanOrEqual(61 * 1400 * ROWS);
    expect(figures.panMs).toBeLessThan(200);
    expect(figures.zoomMs).toBeLessThan(200);
    expect(figures.hoverMs).toBeLessThan(50);
    expect(figures.searchMs).toBeLessThan(2000);
  });
});
