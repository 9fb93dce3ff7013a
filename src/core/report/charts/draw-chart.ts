import type { FigureFormat } from '../document/figure-format.ts';
import type { ReportChart } from '../document/report-chart.ts';
import { drawBars } from './bars-svg.ts';
import { drawCurve } from './curve-svg.ts';
import type { Drawing } from './drawing.ts';
import { drawFlame } from './flame-svg.ts';
import { drawForest } from './forest-svg.ts';
import { drawScatter } from './scatter-svg.ts';
import { drawSteps } from './steps-svg.ts';
import { drawTime } from './time-svg.ts';

/** Height of plots that do not follow from their rows, in px. */
const PLOT_HEIGHT = 232;
const LANE_HEIGHT = 150;

/** @param width px that the chart has on its page */
export function drawChart(chart: ReportChart, width: number, format: FigureFormat): Drawing {
  switch (chart.kind) {
    case 'forest':
      return drawForest(chart, width, format);
    case 'time':
      return drawTime(chart, width, chart.scale === 'log' ? PLOT_HEIGHT : LANE_HEIGHT, format);
    case 'curve':
      return drawCurve(chart, width, PLOT_HEIGHT, format);
    case 'scatter':
      return drawScatter(chart, width, PLOT_HEIGHT, format);
    case 'bars':
      return drawBars(chart, width, format);
    case 'flame':
      return drawFlame(chart, width);
    case 'steps':
      return drawSteps(chart, width, PLOT_HEIGHT, format);
  }
}
