import { createContext, useContext } from 'react';
import { ensureExists } from '#shared/assert.ts';
import type { Run } from '#shared/model/run.ts';
import type { Crosshair } from '../../charts/crosshair.ts';
import type { TimePlotSharing } from '../../charts/time-plot/TimePlot.tsx';
import type { RunData } from '../../panels/run-figures/use-run-data.ts';
import type { Zoom } from './use-zoom.ts';

/** What all views of the explorer have in common: one run, one crosshair, one zoom. */
export interface ExplorerParts {
  readonly run: Run;
  readonly data: RunData;
  readonly crosshair: Crosshair;
  readonly zoom: Zoom;
  readonly plots: TimePlotSharing;
}

export const ExplorerContext = createContext<ExplorerParts | null>(null);

export function useExplorer(): ExplorerParts {
  return ensureExists(useContext(ExplorerContext), 'an explorer above this view');
}
