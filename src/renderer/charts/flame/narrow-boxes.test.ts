import { afterEach, describe, expect, it, vi } from 'vitest';
import { createRecordingContext } from '../testing/recording-context.ts';
import { fakePalette } from '../testing/fake-palette.ts';
import { drawFlame, type FlameContent, type FlameScene } from './draw-flame.ts';
import { FlameScratch } from './flame-scratch.ts';
import type { FlameGeometry } from './flame-geometry.ts';
import { wholeView, type Orientation } from './flame-view.ts';
import { framePalette } from './frame-colours.ts';

const ROWS = 4;
const PER_ROW = 1000;
const WIDTH = 1000;
const COUNT = ROWS * PER_ROW;
const FILLS = ['#102030', '#a0b0c0'] as const;
const palette = framePalette(fakePalette, (name) => name);

/** A pixel each, no two neighbours alike. */
function denseScene(orientation: Orientation, lit: (node: number) => boolean = () => true): FlameScene {
  const place = (edge: 0 | 1) => Float64Array.from({ length: COUNT }, (_, node) => (node % PER_ROW) + edge);
  const geometry: FlameGeometry = {
    rowStart: Int32Array.from({ length: ROWS + 1 }, (_, row) => row * PER_ROW),
    left: place(0),
    right: place(1),
    function: new Int32Array(COUNT),
    parent: null,
    from: 0,
    to: WIDTH,
    hasRoot: false,
    showsNarrow: false,
  };
  const content: FlameContent = {
    colours: { fills: FILLS, texts: ['#000000', '#000000'] },
    colourOf: (node) => node % 2,
    nameOf: (node) => `f${node}`,
    figureOf: () => '',
    isLit: lit,
  };
  const frame = { width: WIDTH, height: ROWS * 20, rowHeight: 20, orientation };
  return { geometry, view: wholeView(geometry), frame, content };
}

/** A canvas of a page, as far as drawing asks: jsdom has none. */
function fakeBitmaps(): { readonly pixels: () => Uint32Array } {
  let image: { readonly data: Uint8ClampedArray } | null = null;
  class FakeImageData {
    readonly data: Uint8ClampedArray;
    constructor(width: number, height: number) {
      this.data = new Uint8ClampedArray(width * height * 4);
    }
  }
  class FakeCanvas {
    constructor(
      readonly width: number,
      readonly height: number,
    ) {}
    getContext(): object {
      return { putImageData: (own: { readonly data: Uint8ClampedArray }) => (image = own) };
    }
  }
  vi.stubGlobal('ImageData', FakeImageData);
  vi.stubGlobal('OffscreenCanvas', FakeCanvas);
  vi.stubGlobal('CanvasRenderingContext2D', { [Symbol.hasInstance]: () => true });
  return { pixels: () => new Uint32Array(image!.data.buffer) };
}

afterEach(() => vi.unstubAllGlobals());

describe('thousands of narrow boxes', () => {
  it.each(['icicle', 'flame'] as const)('are one bitmap with a line per row: %s', (orientation) => {
    const { pixels } = fakeBitmaps();
    const { context, named } = createRecordingContext();
    expect(drawFlame(context, palette, denseScene(orientation))).toBe(COUNT);
    expect(named('fillRect')).toHaveLength(0);
    expect(named('drawImage').map(({ args }) => args.slice(1))).toEqual([
      [0, 0, WIDTH, ROWS, 0, 0, WIDTH, 80],
    ]);
    // The gap below each row.
    expect(named('clearRect').map(({ args }) => args)).toEqual(
      [19, 39, 59, 79].map((top) => [0, top, WIDTH, 1]),
    );
    // Red comes first in memory.
    expect([...pixels().slice(0, 3)]).toEqual([0xff302010, 0xffc0b0a0, 0xff302010]);
    expect(pixels().every((pixel, at) => pixel === (at % 2 === 0 ? 0xff302010 : 0xffc0b0a0))).toBe(true);
  });

  it('lie in their own row, whichever way rows go, and are dimmed where they are not lit', () => {
    const { pixels } = fakeBitmaps();
    const { context } = createRecordingContext();
    const firstRow = (node: number): boolean => node < PER_ROW;
    const alphaOfRow = (row: number): number => pixels()[row * WIDTH]! >>> 24;
    drawFlame(context, palette, denseScene('icicle', firstRow));
    expect([0, 1, 2, 3].map(alphaOfRow)).toEqual([255, 89, 89, 89]);
    drawFlame(context, palette, denseScene('flame', firstRow));
    expect([0, 1, 2, 3].map(alphaOfRow)).toEqual([89, 89, 89, 255]);
  });

  it('are rectangles where there is no bitmap, as in a picture of lines, and where fills are no hex', () => {
    const { context, named } = createRecordingContext();
    drawFlame(context, palette, denseScene('icicle'));
    expect(named('fillRect')).toHaveLength(COUNT);
    fakeBitmaps();
    const scene = denseScene('icicle');
    const colours = { fills: ['red', 'blue'], texts: ['#000000', '#000000'] };
    const other = createRecordingContext();
    drawFlame(other.context, palette, { ...scene, content: { ...scene.content, colours } });
    expect(other.named('fillRect')).toHaveLength(COUNT);
  });
});

describe('texts of a picture that moves', () => {
  it('are made once, and anew when the content is another one', () => {
    const nameOf = vi.fn<(node: number) => string>((node) => `function ${node}`);
    const figureOf = vi.fn<(node: number) => string>((node) => `${node} ms`);
    const { context, texts } = createRecordingContext();
    const scene = denseScene('icicle');
    const content: FlameContent = { ...scene.content, nameOf, figureOf };
    const scratch = new FlameScratch();
    const draw = (from: number, own: FlameContent): void => {
      const view = { from, to: from + 5, scrolledPx: 0 };
      drawFlame(context, palette, { ...scene, content: own, view }, scratch);
    };
    draw(10, content);
    const once = nameOf.mock.calls.length;
    expect(texts()).toContain('function 10  10 ms');
    draw(10.2, content);
    // One box per row has come into view.
    expect(nameOf).toHaveBeenCalledTimes(once + ROWS);
    draw(10.2, { ...content, nameOf: () => 'renamed', figureOf: () => '' });
    expect(texts()).toContain('renamed');
  });
});
