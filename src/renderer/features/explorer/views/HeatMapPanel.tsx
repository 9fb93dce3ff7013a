import { useMemo, useRef, type ReactNode } from 'react';
import type { ChartHandle } from '../../../charts/chart-handle.ts';
import { heatMapTable } from '../../../charts/heat-map/summary.ts';
import { TimePlot } from '../../../charts/time-plot/TimePlot.tsx';
import { bucketLength } from '../../../charts/time-series/summary.ts';
import { ProgressLine } from '../../../ui/ProgressLine.tsx';
import { useExplorer } from '../explorer-context.ts';
import { ViewChart } from '../ViewChart.tsx';
import { NoCells } from './NoCells.tsx';
import { useChosenCells } from './use-chosen-cells.ts';
import { useHeatMap } from './use-heat-map.ts';

/** How many samples took how long, when: what percentiles cannot show, such as two groups of response times. */
export function HeatMapPanel(): ReactNode {
  const { run, plots } = useExplorer();
  const chart = useRef<ChartHandle>(null);
  const cells = useChosenCells();
  const answer = useHeatMap(typeof cells === 'string' ? null : cells);
  const table = useMemo(() => (answer === null ? null : () => heatMapTable(answer.model)), [answer]);
  return (
    <ViewChart
      title="Heat map"
      note={
        answer === null
          ? null
          : `cells of ${bucketLength(answer.model.columnMs)}; a drag selects time and response time`
      }
      table={table}
      chart={chart}
      fileName={`${run.name} heat map`}
    >
      {cells === 'loading' ? (
        <ProgressLine label="The heat map is being counted" value={null} thickness={2} />
      ) : typeof cells === 'string' ? (
        <NoCells reason={cells} />
      ) : answer === null ? (
        <NoCells reason="empty" />
      ) : (
        <TimePlot ref={chart} owner="heat-map" name="Heat map" picture={answer.picture} shared={plots} />
      )}
    </ViewChart>
  );
}
