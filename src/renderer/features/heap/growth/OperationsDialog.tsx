import './operations.css';
import { useState, type ReactNode } from 'react';
import type { HeapSeries } from '#shared/model/heap.ts';
import type { SeriesGrowth } from '#shared/model/heap-growth.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { formatInstant } from '../../../ui/instant-format.ts';
import { TextField } from '../../../ui/TextField.tsx';
import { operationsProblem, parseCount } from './operations-input.ts';

interface OperationsDialogProps {
  readonly series: HeapSeries;
  readonly growth: SeriesGrowth | null;
  /** Null: those of the run, where one is linked. */
  readonly onApply: (operations: number[] | null) => void;
  readonly onClose: () => void;
}

/** How many requests were completed before each snapshot. */
export function OperationsDialog({ series, growth, onApply, onClose }: OperationsDialogProps): ReactNode {
  const [texts, setTexts] = useState(() =>
    series.snapshotIds.map((id, place) => {
      const known =
        series.operations?.[place] ??
        growth?.snapshots.find((snapshot) => snapshot.snapshotId === id)?.operations ??
        null;
      return known === null ? '' : String(known);
    }),
  );
  const values = texts.map(parseCount);
  const problem = operationsProblem(values);
  const isEmpty = texts.every((text) => text.trim() === '');

  function setText(place: number, text: string): void {
    setTexts((before) => before.map((other, index) => (index === place ? text : other)));
  }

  /** The step between the first two goes on. */
  function continueSteps(): void {
    const [first, second] = values;
    if (first == null || second == null || second <= first) return;
    setTexts(values.map((_, index) => String(first + index * (second - first))));
  }

  function apply(): void {
    if (problem === null) onApply(values.map((value) => value ?? 0));
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title="Requests before each snapshot"
      size="small"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          {series.operations !== null && (
            <Button onClick={() => onApply(null)}>
              {series.runId === null ? 'Take them away' : 'Take them from the run'}
            </Button>
          )}
          <Button variant="primary" disabled={problem !== null} onClick={apply}>
            Apply
          </Button>
        </>
      }
    >
      <form
        className="operations"
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <p className="text-2">
          Counted since the process started: growth is told per request, and a leak by how evenly it follows
          them.
        </p>
        {series.snapshotIds.map((id, place) => {
          const known = growth?.snapshots.find((snapshot) => snapshot.snapshotId === id);
          return (
            <label key={id} className="operations__row">
              <b className="figure">S{place + 1}</b>
              <span className="ellipsis text-2" title={known?.name}>
                {known?.takenAtUs == null ? (known?.name ?? '') : formatInstant(known.takenAtUs)}
              </span>
              <TextField
                label={`Requests before S${place + 1}`}
                size="small"
                value={texts[place] ?? ''}
                onChange={(text) => setText(place, text)}
                problem={texts[place] !== '' && values[place] === null ? 'A number of requests' : null}
                autoFocus={place === 0}
              />
            </label>
          );
        })}
        <div className="operations__foot">
          <span className="text-3" role="status">
            {isEmpty ? '' : (problem ?? '')}
          </span>
          <Button size="small" disabled={values[0] == null || values[1] == null} onClick={continueSteps}>
            Continue in equal steps
          </Button>
          <button type="submit" hidden />
        </div>
      </form>
    </Dialog>
  );
}
