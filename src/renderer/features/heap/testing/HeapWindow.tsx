import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactNode } from 'react';
import { createQueryLayer } from '../../../data/query-layer.ts';
import { QueryContext } from '../../../data/use-query.ts';
import { createAppStore, type AppStore } from '../../../state/store.ts';
import { StoreContext } from '../../../state/use-store.ts';
import { fakeWorkspace } from '../../../testing/fake-data.ts';
import { createFakeEngine, type FakeEngine, type FakeHandlers } from '../../../testing/fake-engine.ts';
import type { QueryLayer } from '../../../data/query-layer.ts';

export interface OpenHeapWindow {
  readonly store: AppStore;
  readonly engine: FakeEngine;
  readonly queries: QueryLayer;
}

/** A window with heap snapshots over the real protocol, query layer and store. */
export function openHeapWindow(handlers: FakeHandlers): OpenHeapWindow {
  const engine = createFakeEngine(handlers);
  const store = createAppStore();
  store.getState().actions.setWorkspace(fakeWorkspace({ snapshotCount: 4 }));
  engine.client.on('heap.progress', store.getState().actions.setHeapProgress);
  return { store, engine, queries: createQueryLayer(engine.client) };
}

export function HeapWindow({
  open,
  children,
}: {
  readonly open: OpenHeapWindow;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <Tooltip.Provider>
      <StoreContext value={open.store}>
        <QueryContext value={open.queries}>{children}</QueryContext>
      </StoreContext>
    </Tooltip.Provider>
  );
}
