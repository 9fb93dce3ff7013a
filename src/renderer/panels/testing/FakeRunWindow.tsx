import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactNode } from 'react';
import type { Run } from '#shared/model/run.ts';
import { createQueryLayer, type QueryLayer } from '../../data/query-layer.ts';
import { QueryContext } from '../../data/use-query.ts';
import { createAppStore, type AppStore } from '../../state/store.ts';
import { StoreContext } from '../../state/use-store.ts';
import { fakeRun, fakeSource } from '../../testing/fake-data.ts';
import { createFakeEngine, type FakeEngine, type FakeHandlers } from '../../testing/fake-engine.ts';
import { fakeRunHandlers, RUN_MS } from './fake-run-engine.ts';

export interface OpenRun {
  readonly store: AppStore;
  readonly engine: FakeEngine;
  readonly queries: QueryLayer;
}

/** Opens the fake run over the real protocol, query layer and store. */
export function openFakeRun(change: Partial<Run> = {}, handlers: FakeHandlers = {}): OpenRun {
  const engine = createFakeEngine({ ...fakeRunHandlers(), ...handlers });
  const store = createAppStore();
  const run = fakeRun({ durationMs: RUN_MS, samples: 1000, failures: 10, transactionCount: 2, ...change });
  store.getState().actions.setContents([run], [fakeSource()]);
  store.getState().actions.selectRun(run.id);
  return { store, engine, queries: createQueryLayer(engine.client) };
}

interface FakeRunWindowProps {
  readonly open: OpenRun;
  readonly children: ReactNode;
}

export function FakeRunWindow({ open, children }: FakeRunWindowProps): ReactNode {
  return (
    <Tooltip.Provider>
      <StoreContext value={open.store}>
        <QueryContext value={open.queries}>{children}</QueryContext>
      </StoreContext>
    </Tooltip.Provider>
  );
}
