import './nature-note.css';
import { Activity, FileChartColumn } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Run } from '#shared/model/run.ts';
import { useAppState } from '../../state/use-store.ts';
import { percentileMethod } from './report-formats.ts';
import { natureOf } from './run-nature.ts';
import { useToolLabel } from './use-tool-label.ts';

/** What kind of run this is, where it is not the usual one: always on screen, because every figure below depends on it. */
export function NatureNote({ run }: { readonly run: Run }): ReactNode {
  const tool = useToolLabel(run.tool);
  const rows = useAppState(({ workspace }) =>
    workspace.sources.reduce((sum, source) => (source.runId === run.id ? sum + source.rows : sum), 0),
  );
  switch (natureOf(run)) {
    case 'samples':
      return null;
    case 'report':
      return (
        <aside className="nature-note" aria-label="What this run is">
          <FileChartColumn />
          <p>
            <b>
              Report of {tool}
              {run.toolVersion === null ? '' : ` ${run.toolVersion}`}.
            </b>{' '}
            Figures as {tool} computed them. Without samples there is no selection by time or outcome, no
            percentile but the printed ones, and no Apdex.{' '}
            {percentileMethod(run.format) ?? `How ${tool} takes percentiles is not known here.`}
          </p>
        </aside>
      );
    case 'none':
      return (
        <aside className="nature-note" aria-label="What this run is">
          <Activity />
          <p>
            <b>{rows === 0 ? 'No rows.' : 'No response times.'}</b>{' '}
            {rows === 0
              ? 'Nothing of the file could be kept: its import log says why.'
              : `The file of ${tool} holds no samples, so there is nothing to take percentiles of. Its metrics are listed as they were written.`}
          </p>
        </aside>
      );
  }
}
