import './merge-dialog.css';
import { useState, type ReactNode } from 'react';
import type { WireError } from '#shared/contract/errors.ts';
import type { Run, Source } from '#shared/model/run.ts';
import { mergeObstacle, planMerge, type MergePlan } from '../../panels/merge/merge-plan.ts';
import { instantsOf } from '../../panels/merge/run-overlap.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { formatSpan } from '../../ui/duration-format.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatInstant } from '../../ui/instant-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { StatusIcon } from '../../ui/StatusIcon.tsx';

interface MergeDialogProps {
  /** Runs to begin with; null: closed. With fewer than two all runs are offered. */
  readonly runIds: readonly number[] | null;
  readonly runs: readonly Run[];
  readonly sources: readonly Source[];
  readonly toolLabel: (tool: string) => string;
  /** @returns what went wrong; null: merged */
  readonly onMerge: (runIds: readonly number[]) => Promise<WireError | null>;
  readonly onClose: () => void;
}

export function MergeDialog({ runIds, ...rest }: MergeDialogProps): ReactNode {
  return runIds === null ? null : <MergeForm key={runIds.join()} initial={runIds} {...rest} />;
}

type MergeFormProps = Omit<MergeDialogProps, 'runIds'> & { readonly initial: readonly number[] };

/** Several runs as one: says which is kept, and what speaks against it, before it is done. */
function MergeForm({ initial, runs, sources, toolLabel, onMerge, onClose }: MergeFormProps): ReactNode {
  const [chosen, setChosen] = useState<ReadonlySet<number>>(
    () =>
      new Set(
        runs.filter((run) => initial.includes(run.id) && mergeObstacle(run) === null).map(({ id }) => id),
      ),
  );
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<WireError | null>(null);
  const known = initial.flatMap((id) => runs.find((run) => run.id === id) ?? []);
  const offered = initial.length < 2 ? runs : known;
  const first = initial[0];
  const merged = offered
    .filter((run) => chosen.has(run.id))
    // The run that was asked about is the one that is kept.
    .sort((a, b) => Number(b.id === first) - Number(a.id === first));
  const plan = planMerge(merged, sources, toolLabel);
  const ready = merged.length >= 2 && !busy;

  async function merge(): Promise<void> {
    setBusy(true);
    setError(null);
    const failure = await onMerge(merged.map((run) => run.id));
    setBusy(false);
    setError(failure);
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title="Merge runs"
      note="the results of several load generators as one run"
      size="large"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={!ready} onClick={() => void merge()}>
            {busy
              ? 'Merging'
              : merged.length < 2
                ? 'Merge'
                : `Merge ${numberFormat.count(merged.length)} runs`}
          </Button>
        </>
      }
    >
      <div className="merge-dialog">
        <div className="merge-dialog__table">
          <table>
            <thead>
              <tr>
                <th scope="col">Run</th>
                <th scope="col">Tool</th>
                <th scope="col">Start</th>
                <th scope="col" className="is-right">
                  Duration
                </th>
                <th scope="col" className="is-right">
                  Samples
                </th>
                <th scope="col" className="is-right">
                  Overlap
                </th>
              </tr>
            </thead>
            <tbody>
              {offered.map((run) => (
                <RunLine
                  key={run.id}
                  run={run}
                  sources={sources}
                  tool={toolLabel(run.tool)}
                  plan={plan}
                  chosen={chosen.has(run.id)}
                  onChoose={(on) => setChosen(choosing(chosen, run.id, on))}
                />
              ))}
            </tbody>
          </table>
        </div>
        {plan.warnings.map((warning) => (
          <p key={warning} className="merge-dialog__warning">
            <StatusIcon status="warn" label="Warning" />
            <span>{warning}</span>
          </p>
        ))}
        <p role="status">{outcome(plan, merged.length)}</p>
        {error !== null && <ErrorNote title="The runs could not be merged" error={error} />}
      </div>
    </Dialog>
  );
}

function choosing(ids: ReadonlySet<number>, id: number, on: boolean): ReadonlySet<number> {
  const next = new Set(ids);
  if (on) next.add(id);
  else next.delete(id);
  return next;
}

function outcome({ kept }: MergePlan, count: number): ReactNode {
  if (kept === null || count < 2) return 'Choose two or more runs.';
  return (
    <>
      <b>{kept.name}</b> is kept, with its name. {count === 2 ? 'The other becomes' : 'The others become'}{' '}
      part of it: all samples stay, and transactions of the same name become one. This cannot be undone.
    </>
  );
}

interface RunLineProps {
  readonly run: Run;
  readonly sources: readonly Source[];
  readonly tool: string;
  readonly plan: MergePlan;
  readonly chosen: boolean;
  readonly onChoose: (on: boolean) => void;
}

function RunLine({ run, sources, tool, plan, chosen, onChoose }: RunLineProps): ReactNode {
  const obstacle = mergeObstacle(run);
  const instants = instantsOf(run, sources);
  return (
    <tr className={obstacle === null ? undefined : 'is-disabled'}>
      <th scope="row" title={obstacle ?? run.name}>
        <Checkbox checked={chosen} disabled={obstacle !== null} onChange={onChoose}>
          {run.name}
        </Checkbox>
        {obstacle !== null && <span className="merge-dialog__obstacle">{obstacle}</span>}
      </th>
      <td>{tool}</td>
      <td>{instants === null ? '–' : formatInstant(instants.firstUs)}</td>
      <td className="is-right figure">
        {instants === null ? '–' : formatSpan((instants.lastUs - instants.firstUs) / 1000)}
      </td>
      <td className="is-right figure">{obstacle === null ? numberFormat.count(run.samples) : '–'}</td>
      <td className="is-right figure">{overlapText(run, plan, chosen)}</td>
    </tr>
  );
}

function overlapText(run: Run, { kept, overlaps }: MergePlan, chosen: boolean): string {
  if (!chosen) return '';
  if (kept?.id === run.id) return 'kept';
  const ms = overlaps.get(run.id) ?? null;
  if (ms === null) return 'not known';
  return ms <= 0 ? 'none' : formatSpan(ms);
}
