import { numberAt, numberColumn, textAt, textColumn } from '#shared/contract/columns.ts';
import type { SamplePage } from '#shared/model/drill-down.ts';
import {
  chooseDurationScale,
  formatDuration,
  formatElapsed,
  type DurationScale,
} from '../../ui/duration-format.ts';
import { formatTimeOfDay } from '../../ui/instant-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import type { ChartTable } from '../chart-table.ts';
import type { PlotReadout } from '../time-plot/PlotTooltip.tsx';
import { linearAxis, logAxis, type AxisMode, type ValueAxis } from '../value-axis.ts';

/** Single samples, each a point. */
export interface SampleScatterModel {
  readonly mode: AxisMode;
  readonly clockTickMs: number;
  readonly startedAtUs: number | null;
  readonly startMs: Float64Array;
  readonly elapsedMs: Float64Array;
  readonly failed: Uint8Array;
  readonly label: readonly string[];
  readonly code: readonly (string | null)[];
}

export interface ScatterRun {
  readonly clockTickMs: number;
  readonly startedAtUs: number | null;
}

export function sampleScatterModel(
  run: ScatterRun,
  { table }: SamplePage,
  mode: AxisMode,
): SampleScatterModel {
  const rows = Array.from({ length: table.rowCount }, (_, row) => row);
  if (rows.length === 0) {
    const none = new Float64Array(0);
    return { ...run, mode, startMs: none, elapsedMs: none, failed: new Uint8Array(0), label: [], code: [] };
  }
  const numbers = (name: string): Float64Array => {
    const column = numberColumn(table, name);
    return Float64Array.from(rows, (row) => numberAt(column, row) ?? NaN);
  };
  const [label, code] = [textColumn(table, 'label'), textColumn(table, 'code')];
  return {
    clockTickMs: run.clockTickMs,
    startedAtUs: run.startedAtUs,
    mode,
    startMs: numbers('startMs'),
    elapsedMs: numbers('elapsedMs'),
    failed: Uint8Array.from(numbers('ok'), (ok) => Number(ok === 0)),
    label: rows.map((row) => textAt(label, row) ?? ''),
    code: rows.map((row) => textAt(code, row)),
  };
}

export function sampleAxis(
  { elapsedMs, clockTickMs, mode }: SampleScatterModel,
  top: number,
  bottom: number,
): ValueAxis {
  let min = Infinity;
  let max = 0;
  for (const value of elapsedMs) {
    if (value > 0 && value < min) min = value;
    if (value > max) max = value;
  }
  if (mode === 'linear') return linearAxis(max, top, bottom);
  const low = Number.isFinite(min) ? min : clockTickMs;
  return logAxis(low, Math.max(low, max), top, bottom);
}

export function sampleDuration({ elapsedMs, clockTickMs }: SampleScatterModel): DurationScale {
  return chooseDurationScale(elapsedMs, clockTickMs);
}

/** @param away distance in px; the nearest sample within reach, -1 without one */
export function nearestSample(
  model: SampleScatterModel,
  away: (timeMs: number, valueMs: number) => number,
  reachPx: number,
): number {
  let nearest = -1;
  let least = reachPx;
  for (let row = 0; row < model.startMs.length; row++) {
    const distance = away(model.startMs[row]!, model.elapsedMs[row]!);
    if (distance >= least) continue;
    nearest = row;
    least = distance;
  }
  return nearest;
}

export function sampleReadout(model: SampleScatterModel, row: number): PlotReadout {
  const duration = sampleDuration(model);
  const startMs = model.startMs[row]!;
  return {
    title: model.label[row] ?? '',
    note: model.startedAtUs === null ? null : formatTimeOfDay(model.startedAtUs + startMs * 1000),
    rows: [
      { name: 'Response time', value: `${formatDuration(model.elapsedMs[row]!, duration)} ${duration.unit}` },
      { name: 'Started', value: formatElapsed(startMs, 1) },
      { name: 'Outcome', value: model.failed[row] === 1 ? 'failed' : 'ok' },
      { name: 'Code', value: model.code[row] ?? 'none' },
    ],
  };
}

export function sampleTable(model: SampleScatterModel): ChartTable {
  const duration = sampleDuration(model);
  return {
    rowCount: model.startMs.length,
    columns: [
      {
        id: 'start',
        header: 'Start',
        copyHeader: 'Start, ms',
        value: (row) => model.startMs[row]!,
        text: (ms) => formatElapsed(ms, 1),
      },
      {
        id: 'elapsed',
        header: `Response time, ${duration.unit}`,
        copyHeader: 'Response time, ms',
        value: (row) => model.elapsedMs[row]!,
        text: (ms) => formatDuration(ms, duration),
      },
      {
        id: 'failed',
        header: 'Failed',
        value: (row) => model.failed[row]!,
        text: (failed) => (failed === 1 ? 'yes' : 'no'),
      },
    ],
  };
}

export function describeSamples(model: SampleScatterModel): string {
  const failed = model.failed.reduce((sum, value) => sum + value, 0);
  return `${numberFormat.count(model.startMs.length)} single samples by time and response time, ${numberFormat.count(failed)} of them failed.`;
}
