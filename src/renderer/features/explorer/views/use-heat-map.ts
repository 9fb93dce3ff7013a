import { useMemo } from 'react';
import type { Run, Transaction } from '#shared/model/run.ts';
import {
  cellAt,
  columnMiddleMs,
  columnSamples,
  columnStartMs,
  countAt,
  heatMapAxis,
  type HeatMapCell,
  type HeatMapModel,
} from '../../../charts/heat-map/model.ts';
import { drawCellMark, drawHeatMap } from '../../../charts/heat-map/draw.ts';
import { bandText, describeHeatMap, heatMapDuration } from '../../../charts/heat-map/summary.ts';
import { axisLabel } from '../../../charts/axis-label.ts';
import { nearestEdge, rowStep } from '../../../charts/latency-rows.ts';
import type { PlotReadout } from '../../../charts/time-plot/PlotTooltip.tsx';
import type { TimePicture } from '../../../charts/time-plot/TimePlot.tsx';
import { spanText } from '../../../charts/time-series/readout.ts';
import type { BinRange, DenseCube } from '../../../data/latency-cube.ts';
import { busiestTransaction, cubeGrid, cubeHistogram } from '../../../data/latency-cube-grid.ts';
import { bucketPercentiles } from '../../../data/latency-cube-histogram.ts';
import { useAppState } from '../../../state/use-store.ts';
import { formatDuration } from '../../../ui/duration-format.ts';
import { formatTimeOfDay } from '../../../ui/instant-format.ts';
import { numberFormat } from '../../../ui/number-format.ts';
import { useExplorer } from '../explorer-context.ts';
import type { ChosenCells } from './use-chosen-cells.ts';

/** Cells are about three pixels wide at most window sizes. */
const MAX_COLUMNS = 240;
const NAMED = [50, 95, 99] as const;

export interface HeatMapAnswer {
  readonly model: HeatMapModel;
  readonly picture: TimePicture;
}

/** The heat map of the visible part of the run; null without samples. */
export function useHeatMap(cells: ChosenCells | null): HeatMapAnswer | null {
  const { run, data, zoom } = useExplorer();
  const mode = useAppState((state) => state.layout.charts.latencyScale);
  const { window } = zoom.state;
  const model = useMemo((): HeatMapModel | null => {
    if (cells?.rows == null) return null;
    const { cube, chosen, rows } = cells;
    const range = visibleBins(cube, window);
    const binsPerColumn = Math.max(1, Math.ceil((range.to - range.from) / MAX_COLUMNS));
    const grid = cubeGrid(cube, chosen, range, binsPerColumn, rows.buckets);
    let max = 0;
    let samples = 0;
    for (const count of grid.counts) {
      if (count > max) max = count;
      samples += count;
    }
    return {
      rows,
      mode,
      clockTickMs: run.clockTickMs,
      startedAtUs: run.startedAtUs,
      durationMs: run.durationMs,
      fromMs: grid.fromBin * cube.binMs,
      columnMs: binsPerColumn * cube.binMs,
      columnCount: grid.columnCount,
      counts: grid.counts,
      max,
      samples,
    };
  }, [run, cells, window, mode]);
  return useMemo(
    () =>
      model === null || cells === null
        ? null
        : { model, picture: pictureOf(model, cells, run, data.transactions) },
    [model, cells, run, data.transactions],
  );
}

function visibleBins(
  cube: DenseCube,
  window: { readonly fromMs: number; readonly toMs: number } | null,
): BinRange {
  if (window === null) return { from: 0, to: cube.binCount };
  return {
    from: Math.max(0, Math.floor(window.fromMs / cube.binMs)),
    to: Math.min(cube.binCount, Math.ceil(window.toMs / cube.binMs)),
  };
}

function pictureOf(
  model: HeatMapModel,
  cells: ChosenCells,
  run: Run,
  transactions: ReadonlyMap<number, Transaction>,
): TimePicture {
  const duration = heatMapDuration(model);
  return {
    title: `Samples by response time, ${duration.unit}${model.mode === 'log' ? ' (log)' : ''}, and time`,
    label: describeHeatMap(model),
    bucketMs: model.columnMs,
    axis: (top, bottom) => heatMapAxis(model, top, bottom),
    tick: (value) => axisLabel(value, duration),
    paint: (context, frame) => drawHeatMap(context, frame, model),
    paintMark: (context, frame, at) => {
      const cell = cellAt(model, at.timeMs, at.value);
      if (cell !== null) drawCellMark(context, frame, model, cell);
    },
    snapTime: (timeMs) => columnMiddleMs(model, timeMs),
    readout: (at) => {
      const cell = cellAt(model, at.timeMs, at.value);
      return cell === null ? null : readoutOf(model, cells, cell, run, transactions);
    },
    bands: {
      snapMs: (valueMs) => nearestEdge(model.rows, valueMs),
      step: (valueMs, direction) => rowStep(model.rows, valueMs, direction),
    },
  };
}

function readoutOf(
  model: HeatMapModel,
  { cube, chosen }: ChosenCells,
  cell: HeatMapCell,
  run: Run,
  transactions: ReadonlyMap<number, Transaction>,
): PlotReadout {
  const duration = heatMapDuration(model);
  const start = columnStartMs(model, cell.column);
  const from = Math.round(start / cube.binMs);
  const bins = { from, to: Math.min(cube.binCount, from + Math.round(model.columnMs / cube.binMs)) };
  const { buckets, edgesMs } = model.rows;
  const inCell = countAt(model, cell);
  const inColumn = columnSamples(model, cell.column);
  const rows = [
    {
      name: bandText(edgesMs[cell.row]!, edgesMs[cell.row + 1]!, duration),
      value: `${numberFormat.count(inCell)} of ${numberFormat.count(inColumn)}`,
    },
  ];
  const busiest = busiestTransaction(cube, chosen, bins, {
    from: buckets[cell.row]!,
    to: buckets[cell.row + 1]!,
  });
  if (busiest !== null) {
    const id = cube.transactionIds[busiest.index];
    const name =
      id === undefined ? 'rarer transactions' : (transactions.get(id)?.label ?? `transaction ${id}`);
    rows.push({ name: `mostly ${name}`, value: numberFormat.count(busiest.samples) });
  }
  if (inColumn > 0) {
    const counts = cubeHistogram(cube, chosen, bins);
    const values = new Float64Array(NAMED.length);
    bucketPercentiles(counts, { from: 0, to: counts.length }, inColumn, cube.bucketValues, NAMED, values, 0);
    const texts = [...values].map((value) => formatDuration(value, duration));
    rows.push({
      name: `≈ ${NAMED.map((p) => `p${p}`).join(', ')}`,
      value: `${texts.join(', ')} ${duration.unit}`,
    });
  }
  return {
    title: spanText(start, model.columnMs),
    note: run.startedAtUs === null ? null : formatTimeOfDay(run.startedAtUs + start * 1000),
    rows,
  };
}
