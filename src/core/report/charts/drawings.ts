import type { FigureFormat } from '../document/figure-format.ts';
import type { ReportChart } from '../document/report-chart.ts';
import { drawChart } from './draw-chart.ts';
import type { Drawing } from './drawing.ts';

/** Charts of one document, each drawn once however often the document is written. */
export class Drawings {
  readonly #format: FigureFormat;
  readonly #drawn = new Map<ReportChart, Map<number, Drawing>>();

  constructor(format: FigureFormat) {
    this.#format = format;
  }

  /** @param width px that the chart has on its page */
  of(chart: ReportChart, width: number): Drawing {
    const widths = this.#drawn.get(chart) ?? new Map<number, Drawing>();
    this.#drawn.set(chart, widths);
    const drawing = widths.get(width) ?? drawChart(chart, width, this.#format);
    widths.set(width, drawing);
    return drawing;
  }
}
