import type { NumberList } from './number-list.ts';

const HEX = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/iu;

/** How the rows of a picture lie, CSS px. */
export interface StripRows {
  readonly width: number;
  /** Of the picture, the first and the last in view. */
  readonly first: number;
  readonly last: number;
  readonly rowHeight: number;
  readonly gap: number;
  /** Rows of the picture go down on the canvas. */
  readonly downwards: boolean;
  /** Upper edge of the row that is the highest on the canvas. */
  readonly top: number;
}

/**
 * Paints many narrow boxes at once: a bitmap one pixel high per row is filled in memory and stretched over the rows. Ten
 * thousands of `fillRect` take longer than a frame; this costs the same however many there are.
 */
export class NarrowStrip {
  #canvas: OffscreenCanvas | null = null;
  #image: ImageData | null = null;

  /**
   * @param boxes row, left, right, place of the fill
   * @param fills `#rrggbb`; those behind the last one are the same again, dimmed
   * @returns false: nothing was painted, because the context is no canvas of a page or a fill is written in another way
   */
  paint(
    context: CanvasRenderingContext2D,
    boxes: NumberList,
    fills: readonly string[],
    dimmed: number,
    rows: StripRows,
  ): boolean {
    if (typeof OffscreenCanvas === 'undefined' || !(context instanceof CanvasRenderingContext2D))
      return false;
    const colours = packed(fills, dimmed);
    if (colours === null) return false;
    const { width, first, last, rowHeight, gap, downwards, top } = rows;
    const columns = Math.ceil(width);
    const count = last - first + 1;
    const bitmap = this.#bitmap(columns, count);
    if (bitmap === null) return false;
    const { pixels } = bitmap;
    const { values, length } = boxes;
    for (let i = 0; i < length; i += 4) {
      const row = values[i]!;
      const start = (downwards ? row - first : last - row) * columns;
      const colour = colours[values[i + 3]!]!;
      // A call of `fill` costs more than the few pixels of most boxes.
      for (let at = start + values[i + 1]!; at < start + values[i + 2]!; at++) pixels[at] = colour;
    }
    bitmap.context.putImageData(bitmap.image, 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(bitmap.canvas, 0, 0, columns, count, 0, top, columns, count * rowHeight);
    for (let row = 1; row <= count; row++) context.clearRect(0, top + row * rowHeight - gap, columns, gap);
    return true;
  }

  /** An empty one. */
  #bitmap(
    width: number,
    height: number,
  ): {
    readonly canvas: OffscreenCanvas;
    readonly context: OffscreenCanvasRenderingContext2D;
    readonly image: ImageData;
    readonly pixels: Uint32Array;
  } | null {
    if (this.#canvas?.width !== width || this.#canvas.height !== height || this.#image === null) {
      this.#canvas = new OffscreenCanvas(width, height);
      this.#image = new ImageData(width, height);
    }
    const context = this.#canvas.getContext('2d');
    if (context === null) return null;
    const pixels = new Uint32Array(this.#image.data.buffer);
    pixels.fill(0);
    return { canvas: this.#canvas, context, image: this.#image, pixels };
  }
}

/** Red, green, blue, alpha as they lie in memory: little-endian, like every processor that runs a browser. */
function packed(fills: readonly string[], dimmed: number): Uint32Array | null {
  const colours = new Uint32Array(fills.length * 2);
  for (const [place, fill] of fills.entries()) {
    const hex = HEX.exec(fill);
    if (hex === null) return null;
    const [red, green, blue] = [hex[1]!, hex[2]!, hex[3]!].map((channel) => parseInt(channel, 16)) as [
      number,
      number,
      number,
    ];
    const rgb = (blue << 16) | (green << 8) | red;
    colours[place] = (0xff << 24) | rgb;
    colours[place + fills.length] = (Math.round(dimmed * 0xff) << 24) | rgb;
  }
  return colours;
}
