import type { FlameContent } from './draw-flame.ts';
import { NarrowStrip } from './narrow-strip.ts';
import { LabelCache } from './label-cache.ts';
import { NumberList } from './number-list.ts';

/**
 * What a flame graph keeps from one frame to the next, so that a frame allocates nothing and measures no text twice. One per
 * picture.
 */
export class FlameScratch {
  readonly strip = new NarrowStrip();
  /** Boxes too narrow for a gap: row of the picture, left, right, place of the fill. */
  readonly narrow = new NumberList();
  readonly texts = new NumberList();
  readonly hits = new NumberList();
  readonly hatched = new NumberList();
  readonly outlined = new NumberList();
  #batches: readonly NumberList[] = [];
  #labels: { readonly content: FlameContent; readonly font: string; readonly cache: LabelCache } | null =
    null;

  /** Empty lists, one per fill: left, top, width of one box after the other. */
  batches(count: number): readonly NumberList[] {
    if (this.#batches.length !== count) this.#batches = Array.from({ length: count }, () => new NumberList());
    for (const batch of this.#batches) batch.clear();
    return this.#batches;
  }

  /** Texts of boxes, kept while they and the font stay the same. */
  labels(content: FlameContent, context: CanvasRenderingContext2D): LabelCache {
    const { font } = context;
    if (this.#labels?.content !== content || this.#labels.font !== font)
      this.#labels = { content, font, cache: new LabelCache(content, context) };
    return this.#labels.cache;
  }
}
