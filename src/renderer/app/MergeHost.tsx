import { type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { WireError } from '#shared/contract/errors.ts';
import { MergeDialog } from '../features/workspace/MergeDialog.tsx';
import { useAppState } from '../state/use-store.ts';
import { useServices } from './services.tsx';

/** The question how several runs become one, while it is asked. */
export function MergeHost(): ReactNode {
  const { session, workspace } = useServices();
  const merging = useStore(session, (state) => state.merging);
  const runs = useAppState((state) => state.workspace.runs);
  const sources = useAppState((state) => state.workspace.sources);
  const formats = useAppState((state) => state.workspace.engine?.formats);
  const close = (): void => session.setState({ merging: null });

  async function merge(runIds: readonly number[]): Promise<WireError | null> {
    const error = await workspace.mergeRuns(runIds);
    if (error === null) close();
    return error;
  }

  return (
    <MergeDialog
      runIds={merging}
      runs={runs}
      sources={sources}
      toolLabel={(tool) => formats?.find((format) => format.tool === tool)?.toolLabel ?? tool}
      onMerge={merge}
      onClose={close}
    />
  );
}
