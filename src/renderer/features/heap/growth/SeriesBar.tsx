import { cloneElement, useState, type ComponentProps, type ReactElement, type ReactNode } from 'react';
import type { HeapSeries } from '#shared/model/heap.ts';
import { growthKinds, type GrowthKind, type SeriesGrowth } from '#shared/model/heap-growth.ts';
import { DEFAULT_FLOOR_BYTES } from '../../../state/heap-slice.ts';
import { runById } from '../../../state/selectors.ts';
import { useActions, useAppState } from '../../../state/use-store.ts';
import { formatBytes } from '../../../ui/byte-format.ts';
import { Chip } from '../../../ui/Chip.tsx';
import { Menu } from '../../../ui/Menu.tsx';
import { Popover } from '../../../ui/Popover.tsx';
import { FloorForm, PlanForm } from './growth-forms.tsx';
import { groupingNames, growthTotals } from './growth-words.ts';
import { OperationsDialog } from './OperationsDialog.tsx';
import { RunForm } from './RunForm.tsx';
import type { SeriesEdit } from './use-series-edit.ts';

interface SeriesBarProps {
  readonly series: HeapSeries;
  /** Null while it is not known. */
  readonly growth: SeriesGrowth | null;
  readonly edit: SeriesEdit;
}

const STEPS: readonly { readonly value: number; readonly label: string }[] = [
  { value: 1, label: '1 request' },
  { value: 1000, label: '1,000 requests' },
  { value: 1_000_000, label: '1 M requests' },
];

/** What the series rests on: its run, the requests between its snapshots, and what is looked at. */
export function SeriesBar({ series, growth, edit }: SeriesBarProps): ReactNode {
  const run = useAppState((state) => runById(state.workspace.runs, series.runId));
  const grouping = useAppState((state) => state.heap.grouping);
  const perOperations = useAppState((state) => state.heap.perOperations);
  const floorBytes = useAppState((state) => state.heap.floorBytes);
  const plan = useAppState((state) => state.heap.plan);
  const { setGrowthGrouping, setPerOperations, setHeapFloor, setHeapPlan } = useActions();
  const [counting, setCounting] = useState(false);
  const kept = series.snapshotIds.filter((id) => !series.leftOut.includes(id));
  const label = (id: number | undefined): string =>
    id === undefined ? '' : `S${series.snapshotIds.indexOf(id) + 1}`;
  const left = series.snapshotIds.length - kept.length;
  const from = growth?.operationsFrom ?? 'none';
  return (
    <>
      <div className="heap__bar" data-pane="heap-bar">
        <FormChip
          name="Run"
          value={run?.name ?? 'none'}
          chosen={run !== null}
          onClear={() => edit.change({ runId: null }, 'taking the run away')}
          label="Run of the series"
          locked={edit.readOnly ? 'The workspace can only be read.' : null}
        >
          {(close) => <RunForm series={series} edit={edit} onClose={close} />}
        </FormChip>
        <Chip
          name="Requests"
          value={from === 'typed' ? 'typed in' : from === 'run' ? 'from the run' : 'not known'}
          chosen={from === 'typed'}
          locked={edit.readOnly ? 'The workspace can only be read.' : null}
          onClear={() => edit.change({ operations: null }, 'taking the requests away')}
          opens={(button) =>
            cloneElement(button as ReactElement<ComponentProps<'button'>>, {
              onClick: () => setCounting(true),
            })
          }
        />
        <Chip
          name="Snapshots"
          value={`${label(kept[0])} to ${label(kept.at(-1))}${left === 0 ? '' : `, ${left} left out`}`}
          chosen={left > 0}
          {...(edit.readOnly
            ? {}
            : { onClear: () => edit.change({ leftOut: [] }, 'taking all snapshots in') })}
        />
        {from !== 'none' && (
          <Chip
            name="Growth per"
            value={STEPS.find(({ value }) => value === perOperations)?.label ?? String(perOperations)}
            chosen={false}
            opens={(button) => (
              <Menu
                trigger={button}
                entries={STEPS.map(({ value, label: text }) => ({
                  kind: 'choice',
                  id: String(value),
                  label: text,
                  chosen: value === perOperations,
                  onSelect: () => setPerOperations(value),
                }))}
              />
            )}
          />
        )}
        <GroupingChip grouping={grouping} onChange={setGrowthGrouping} />
        <FormChip
          name="Size floor"
          value={formatBytes(floorBytes)}
          chosen={floorBytes !== DEFAULT_FLOOR_BYTES}
          onClear={() => setHeapFloor(DEFAULT_FLOOR_BYTES)}
          label="Size floor"
        >
          {(close) => (
            <FloorForm
              floorBytes={floorBytes}
              onApply={(next) => {
                setHeapFloor(next);
                close();
              }}
            />
          )}
        </FormChip>
        <FormChip
          name="Heap limit"
          value={plan === null ? 'not set' : formatBytes(plan.heapLimitBytes)}
          chosen={plan !== null}
          onClear={() => setHeapPlan(null)}
          label="Heap limit"
        >
          {(close) => (
            <PlanForm
              plan={plan}
              onApply={(next) => {
                setHeapPlan(next);
                close();
              }}
            />
          )}
        </FormChip>
        <span className="panel-header__space" />
        {growth?.growth != null && (
          <span className="heap__totals figure ellipsis">{growthTotals(growth.growth, kept.map(label))}</span>
        )}
      </div>
      {edit.problem !== null && (
        <p className="heap__problem" role="alert">
          {edit.problem.message} {edit.problem.hint}
        </p>
      )}
      {counting && (
        <OperationsDialog
          series={series}
          growth={growth}
          onApply={(operations) => {
            setCounting(false);
            edit.change({ operations }, 'typing in requests');
          }}
          onClose={() => setCounting(false)}
        />
      )}
    </>
  );
}

interface FormChipProps {
  readonly name: string;
  readonly value: string;
  readonly chosen: boolean;
  readonly onClear: () => void;
  readonly label: string;
  readonly locked?: string | null;
  readonly children: (close: () => void) => ReactNode;
}

/** A chip that opens a form, which closes itself once it is applied. */
function FormChip({
  name,
  value,
  chosen,
  onClear,
  label,
  locked = null,
  children,
}: FormChipProps): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <Chip
      name={name}
      value={value}
      chosen={chosen}
      onClear={onClear}
      locked={locked}
      opens={(button) => (
        <Popover trigger={button} label={label} open={open} onOpenChange={setOpen}>
          {children(() => setOpen(false))}
        </Popover>
      )}
    />
  );
}

function GroupingChip({
  grouping,
  onChange,
}: {
  readonly grouping: GrowthKind;
  readonly onChange: (grouping: GrowthKind) => void;
}): ReactNode {
  return (
    <Chip
      name="Group"
      value={groupingNames[grouping]}
      chosen={false}
      opens={(button) => (
        <Menu
          trigger={button}
          entries={growthKinds.map((kind) => ({
            kind: 'choice',
            id: kind,
            label: groupingLabels[kind],
            chosen: kind === grouping,
            onSelect: () => onChange(kind),
          }))}
        />
      )}
    />
  );
}

const groupingLabels: Readonly<Record<GrowthKind, string>> = {
  class: 'Class: own bytes of its instances',
  owner: 'Owner: own bytes by the class that dominates',
  shape: 'Owner path: retained bytes by path of classes',
  container: 'Container: references of single objects',
};
