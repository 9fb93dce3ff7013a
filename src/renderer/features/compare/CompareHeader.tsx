import { Ellipsis } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { toWireError, type WireError } from '#shared/contract/errors.ts';
import type { ComparisonRequest } from '#shared/model/comparison.ts';
import { useQueryLayer } from '../../data/use-query.ts';
import { makeReport, wishAtHand } from '../../panels/findings/make-report.ts';
import { isUnsaved } from '../../state/compare-slice.ts';
import { useActions, useAppState, useAppStore } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { NameDialog } from './NameDialog.tsx';

interface CompareHeaderProps {
  /** Before it has a name of its own. */
  readonly suggestedName: string;
  /** Null: there is nothing to save yet. */
  readonly request: ComparisonRequest | null;
  /** Puts the verdicts into the clipboard; null: there are none. */
  readonly onCopy: (() => Promise<void>) | null;
}

/** A comparison's name and request change no figure of any run. */
const touchesList = (method: string): boolean => method === 'comparisons.list';

type Asking = 'save' | 'save-as' | 'rename' | null;

/** The comparison's name, and what can be done to it as a whole. */
export function CompareHeader({ suggestedName, request, onCopy }: CompareHeaderProps): ReactNode {
  const layer = useQueryLayer();
  const store = useAppStore();
  const saved = useAppState((state) => state.compare.saved);
  const unsaved = useAppState((state) => isUnsaved(state.compare));
  const readOnly = useAppState((state) => state.workspace.info?.readOnly === true);
  const { setSavedComparison, newComparison } = useActions();
  const [asking, setAsking] = useState<Asking>(null);
  const [notice, setNotice] = useState<string | null>(null);
  const [failure, setFailure] = useState<WireError | null>(null);

  async function attempt(job: () => Promise<void>, done: string): Promise<void> {
    setFailure(null);
    try {
      await job();
      setNotice(done);
    } catch (error) {
      setNotice(null);
      setFailure(toWireError(error));
    }
  }

  async function save(id: number | null, name: string, what: ComparisonRequest): Promise<void> {
    await attempt(async () => {
      setSavedComparison(await layer.change('comparisons.save', { id, name, request: what }, touchesList));
    }, 'Saved');
  }

  async function remove(id: number): Promise<void> {
    await attempt(async () => {
      await layer.change('comparisons.remove', { id }, touchesList);
      setSavedComparison(null);
    }, 'Removed from the workspace');
  }

  function answer(name: string): void {
    const kept = asking;
    setAsking(null);
    if (kept === 'rename' && saved !== null) void save(saved.id, name, saved.request);
    else if (request !== null) void save(kept === 'save-as' ? null : (saved?.id ?? null), name, request);
  }

  const canSave = request !== null && !readOnly;
  return (
    <div className="compare__header" data-pane="tabs">
      <h1 className="ellipsis" title={saved?.name ?? suggestedName}>
        {saved?.name ?? suggestedName}
      </h1>
      {request !== null && unsaved && <span className="text-3 small">not saved</span>}
      <span className="panel-header__space" />
      <span role="status" className={failure === null ? 'text-2 small' : 'bad small'}>
        {failure === null ? notice : `${failure.message} ${failure.hint ?? ''}`}
      </span>
      <Button
        size="small"
        variant="ghost"
        disabled={onCopy === null}
        onClick={() => {
          if (onCopy !== null) void attempt(onCopy, 'Copied');
        }}
      >
        Copy table
      </Button>
      <Button
        size="small"
        variant="ghost"
        disabled={!canSave}
        title={readOnly ? 'The workspace can only be read.' : 'Findings as pages, to be edited and signed'}
        onClick={() => {
          const wish = wishAtHand(store.getState());
          if (wish !== null) void attempt(() => makeReport(wish, store, layer), 'Made');
        }}
      >
        Make report
      </Button>
      <Button
        size="small"
        disabled={!canSave || !unsaved}
        title={readOnly ? 'The workspace can only be read.' : undefined}
        onClick={() => {
          if (saved === null) setAsking('save');
          else if (request !== null) void save(saved.id, saved.name, request);
        }}
      >
        {saved === null ? 'Save…' : 'Save'}
      </Button>
      <Menu
        align="end"
        trigger={
          <button type="button" className="icon-button" aria-label="Comparison: more">
            <Ellipsis />
          </button>
        }
        entries={[
          { kind: 'action', id: 'new', label: 'New comparison', onSelect: () => newComparison() },
          {
            kind: 'action',
            id: 'rename',
            label: 'Rename…',
            disabled: saved === null || readOnly,
            onSelect: () => setAsking('rename'),
          },
          {
            kind: 'action',
            id: 'save-as',
            label: 'Save as another…',
            disabled: saved === null || !canSave,
            onSelect: () => setAsking('save-as'),
          },
          { kind: 'separator', id: 'line' },
          {
            kind: 'action',
            id: 'remove',
            label: 'Remove from the workspace',
            danger: true,
            disabled: saved === null || readOnly,
            onSelect: () => {
              if (saved !== null) void remove(saved.id);
            },
          },
        ]}
      />
      {asking !== null && (
        <NameDialog
          title={asking === 'rename' ? 'Rename the comparison' : 'Save the comparison'}
          initial={saved?.name ?? suggestedName}
          onName={answer}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  );
}
