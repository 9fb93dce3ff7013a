import { useMemo, useRef, type ReactNode } from 'react';
import type { ChartHandle } from '../../../charts/chart-handle.ts';
import { HistogramChart } from '../../../charts/histogram/HistogramChart.tsx';
import { histogramTable } from '../../../charts/histogram/model.ts';
import { histogramDuration } from '../../../charts/histogram/scene.ts';
import { useActions, useAppState } from '../../../state/use-store.ts';
import { ProgressLine } from '../../../ui/ProgressLine.tsx';
import { useExplorer } from '../explorer-context.ts';
import { ViewChart } from '../ViewChart.tsx';
import { NoCells } from './NoCells.tsx';
import { useChosenCells } from './use-chosen-cells.ts';
import { useHistogram } from './use-histogram.ts';

/** The shape of the response times, and the share at or below each. */
export function HistogramPanel(): ReactNode {
  const { run, crosshair } = useExplorer();
  const chart = useRef<ChartHandle>(null);
  const band = useAppState((state) => state.selection.latency);
  const { setLatency } = useActions();
  const cells = useChosenCells();
  const model = useHistogram(typeof cells === 'string' ? null : cells);
  const table = useMemo(
    () => (model === null ? null : () => histogramTable(model, histogramDuration(model))),
    [model],
  );
  return (
    <ViewChart
      title="Histogram"
      note={model === null ? null : model.estimated ? '≈ estimate' : null}
      table={table}
      chart={chart}
      fileName={`${run.name} histogram`}
    >
      {cells === 'loading' ? (
        <ProgressLine label="The histogram is being counted" value={null} thickness={2} />
      ) : typeof cells === 'string' ? (
        <NoCells reason={cells} />
      ) : model === null || model.samples === 0 ? (
        <NoCells reason="empty" />
      ) : (
        <HistogramChart
          ref={chart}
          owner="histogram"
          model={model}
          band={band}
          onBand={setLatency}
          crosshair={crosshair}
        />
      )}
    </ViewChart>
  );
}
