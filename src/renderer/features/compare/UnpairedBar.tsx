import { useState, type ReactNode } from 'react';
import type { Comparison } from '#shared/model/comparison.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { MappingDialog } from './MappingDialog.tsx';

/** How many names are written out; the editor has them all. */
const NAMED = 4;

/** Transactions that one side alone has: listed, not judged, until somebody says which of them are the same. */
export function UnpairedBar({ comparison }: { readonly comparison: Comparison }): ReactNode {
  const [editing, setEditing] = useState(false);
  const mapping = useAppState((state) => state.compare.draft.mapping);
  const { setLabelMapping } = useActions();
  const { added, removed } = comparison;
  if (added.length + removed.length + mapping.length === 0) return null;
  return (
    <div className="verdicts__foot" role="group" aria-label="Not on both sides">
      <Names side="A" names={removed} />
      <Names side="B" names={added} />
      {mapping.length > 0 && (
        <span className="ellipsis">
          {mapping.length === 1 ? '1 pair by hand' : `${mapping.length} pairs by hand`}
        </span>
      )}
      <span className="panel-header__space" />
      <Button size="small" onClick={() => setEditing(true)}>
        Pair transactions…
      </Button>
      {editing && (
        <MappingDialog
          removed={removed}
          added={added}
          mapping={mapping}
          onSet={setLabelMapping}
          onClose={() => setEditing(false)}
        />
      )}
    </div>
  );
}

function Names({ side, names }: { readonly side: 'A' | 'B'; readonly names: readonly string[] }): ReactNode {
  if (names.length === 0) return null;
  const more = names.length - NAMED;
  const text = `${names.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return (
    <span className="ellipsis" title={names.slice(0, 100).join('\n')}>
      {names.length} only in <b className={side === 'A' ? 'side-a' : 'side-b'}>{side}</b>: {text}
    </span>
  );
}
