import { useMemo, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { MergeNote } from '../panels/merge/MergeNote.tsx';
import { suggestionKey, suggestMerge } from '../panels/merge/merge-suggestion.ts';
import { useAppState } from '../state/use-store.ts';
import { useServices } from './services.tsx';

interface MergeSuggestionHostProps {
  /** Only what this run is part of; null: whatever was imported last. */
  readonly runId: number | null;
}

/** After an import: whether what came in is a part of a run that is there, as far as that can be guessed. */
export function MergeSuggestionHost({ runId }: MergeSuggestionHostProps): ReactNode {
  const { session } = useServices();
  const imports = useAppState((state) => state.workspace.imports);
  const runs = useAppState((state) => state.workspace.runs);
  const sources = useAppState((state) => state.workspace.sources);
  const keptApart = useStore(session, (state) => state.keptApart);
  const suggestion = useMemo(
    () => (imports.active ? null : suggestMerge(imports.files, runs, sources)),
    [imports, runs, sources],
  );
  if (suggestion === null) return null;
  const key = suggestionKey(suggestion);
  const { kept, added } = suggestion;
  if (keptApart.includes(key)) return null;
  if (runId !== null && ![kept, ...added].some((run) => run.id === runId)) return null;
  return (
    <MergeNote
      suggestion={suggestion}
      onMerge={(runIds) => session.setState({ merging: runIds })}
      onDecline={() => session.setState({ keptApart: [...keptApart, key] })}
    />
  );
}
