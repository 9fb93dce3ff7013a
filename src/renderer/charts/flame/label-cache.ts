import type { FlameContent } from './draw-flame.ts';
import { TextFitter } from './text-fit.ts';

/** Boxes whose texts are remembered: more than a large screen shows. */
const MOST = 20_000;

interface Label {
  readonly name: string;
  readonly namePx: number;
  /** Name and figure; null until there was room for more than the name. */
  full: string | null;
  fullPx: number;
  /** What was cut last, and for which room. */
  cut: string;
  cutPx: number;
}

/** What is written on boxes: neither names nor widths nor figures are found out again while a picture moves. */
export class LabelCache {
  readonly #content: FlameContent;
  readonly #fitter: TextFitter;
  readonly #labels = new Map<number, Label>();

  /** @param context its font is that of the texts; widths are those of its characters */
  constructor(content: FlameContent, context: CanvasRenderingContext2D) {
    this.#content = content;
    this.#fitter = new TextFitter((text) => context.measureText(text).width);
  }

  /** Name and figure, or the name, or its beginning, as there is room; empty for nothing. */
  textOf(node: number, roomPx: number): string {
    const label = this.#labels.get(node) ?? this.#add(node);
    if (label.namePx > roomPx) {
      if (label.cutPx !== roomPx) {
        label.cut = this.#fitter.fit(label.name, roomPx);
        label.cutPx = roomPx;
      }
      return label.cut;
    }
    if (label.full === null) {
      const figure = this.#content.figureOf(node);
      label.full = figure === '' ? label.name : `${label.name}  ${figure}`;
      label.fullPx = this.#fitter.widthOf(label.full);
    }
    return label.fullPx <= roomPx ? label.full : label.name;
  }

  #add(node: number): Label {
    if (this.#labels.size >= MOST) this.#labels.clear();
    const name = this.#content.nameOf(node);
    const namePx = this.#fitter.widthOf(name);
    const label: Label = { name, namePx, full: null, fullPx: 0, cut: '', cutPx: -1 };
    this.#labels.set(node, label);
    return label;
  }
}
