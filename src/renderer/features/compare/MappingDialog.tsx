import './mapping-dialog.css';
import { Search } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import type { CompareDraft } from '../../state/compare-draft.ts';
import { Button } from '../../ui/Button.tsx';
import { classes } from '../../ui/class-names.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { numberFormat } from '../../ui/number-format.ts';
import { TextField } from '../../ui/TextField.tsx';
import { mappingChoices, withPair, withSuggestions, type MappingRow } from './mapping-rows.ts';

/** As many names are shown at once; the field finds the others. */
const MAX_SHOWN = 200;
const DRAGGED = 'text/plain';

interface MappingDialogProps {
  readonly removed: readonly string[];
  readonly added: readonly string[];
  readonly mapping: CompareDraft['mapping'];
  readonly onSet: (mapping: CompareDraft['mapping']) => void;
  readonly onClose: () => void;
}

/** Says which transactions of A and B are the same under other names: by choice, or by dragging one onto the other. */
export function MappingDialog({ removed, added, mapping, onSet, onClose }: MappingDialogProps): ReactNode {
  const [draft, setDraft] = useState(mapping);
  const [typed, setTyped] = useState('');
  // What is paired at first would otherwise vanish from the lists as soon as it is taken apart.
  const [all] = useState(() => ({
    removed: [...removed, ...mapping.map((pair) => pair.baseline)],
    added: [...added, ...mapping.map((pair) => pair.candidate)],
  }));
  const choices = useMemo(() => mappingChoices(all.removed, all.added, draft), [all, draft]);
  const wanted = typed.trim().toLowerCase();
  const found = (name: string): boolean => name.toLowerCase().includes(wanted);
  const rows = choices.rows.filter(
    (row) => found(row.baseline) || found(row.candidate ?? row.suggestion?.candidate ?? ''),
  );
  const free = choices.free.filter(found);
  const suggested = choices.rows.filter((row) => row.suggestion !== null).length;
  const pair = (baseline: string, candidate: string | null): void =>
    setDraft((now) => withPair(now, baseline, candidate));

  return (
    <Dialog
      open
      onClose={onClose}
      title="Pair transactions"
      note="that have another name on side B"
      size="large"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            onClick={() => {
              onSet(draft);
              onClose();
            }}
          >
            Use {draft.length === 1 ? '1 pair' : `${draft.length} pairs`}
          </Button>
        </>
      }
    >
      <div className="mapping__tools">
        <TextField
          label="Filter names"
          placeholder="Filter names"
          size="small"
          icon={<Search />}
          clearable
          value={typed}
          onChange={setTyped}
        />
        <Button
          size="small"
          disabled={suggested === 0}
          onClick={() => setDraft(withSuggestions(draft, choices))}
        >
          Take {suggested === 1 ? 'the suggestion' : `all ${suggested} suggestions`}
        </Button>
      </div>
      <div className="mapping">
        <table className="mapping__pairs">
          <thead>
            <tr>
              <th scope="col">Only in A</th>
              <th scope="col">is in B</th>
              <th scope="col">Suggestion</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, MAX_SHOWN).map((row) => (
              <PairRow key={row.baseline} row={row} free={choices.free} onPair={pair} />
            ))}
          </tbody>
        </table>
        <section className="mapping__free" aria-label="Only in B">
          <h3>Only in B</h3>
          <ul>
            {free.slice(0, MAX_SHOWN).map((name) => (
              <li
                key={name}
                draggable
                title={`${name}\nDrag it onto a name of A`}
                onDragStart={(event) => {
                  event.dataTransfer.setData(DRAGGED, name);
                  event.dataTransfer.effectAllowed = 'link';
                }}
              >
                {name}
              </li>
            ))}
          </ul>
          {free.length === 0 && <p className="text-3">Each has its pair.</p>}
        </section>
      </div>
      {Math.max(rows.length, free.length) > MAX_SHOWN && (
        <p className="text-3">
          The first {numberFormat.count(MAX_SHOWN)} are shown. Filter by name to find the others.
        </p>
      )}
    </Dialog>
  );
}

interface PairRowProps {
  readonly row: MappingRow;
  readonly free: readonly string[];
  readonly onPair: (baseline: string, candidate: string | null) => void;
}

function PairRow({ row, free, onPair }: PairRowProps): ReactNode {
  const { baseline, candidate, suggestion } = row;
  const [over, setOver] = useState(false);
  return (
    <tr
      className={classes(over && 'is-over')}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAGGED)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const name = event.dataTransfer.getData(DRAGGED);
        if (free.includes(name)) onPair(baseline, name);
      }}
    >
      <th scope="row" className="ellipsis" title={baseline}>
        {baseline}
      </th>
      <td>
        <select
          className="compare-select"
          aria-label={`Name of ${baseline} in B`}
          value={candidate ?? ''}
          onChange={(event) => onPair(baseline, event.target.value === '' ? null : event.target.value)}
        >
          <option value="">nothing</option>
          {(candidate === null ? free : [candidate, ...free]).map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </td>
      <td>
        {suggestion !== null && (
          <Button size="small" onClick={() => onPair(baseline, suggestion.candidate)}>
            <span className="ellipsis">{suggestion.candidate}</span>
            <span className="text-3 figure">{Math.round(suggestion.likeness * 100)} % alike</span>
          </Button>
        )}
      </td>
    </tr>
  );
}
