import './filter.css';
import { ChevronRight, Plus, Search } from 'lucide-react';
import { useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { ConditionField } from '#shared/model/drill-down.ts';
import type { Run } from '#shared/model/run.ts';
import { conditionOn, replaced } from '../../../panels/selection/condition-choice.ts';
import { useEngineQuery } from '../../../data/use-query.ts';
import { QueryBody } from '../../../panels/query-body/QueryBody.tsx';
import { useActions, useAppState } from '../../../state/use-store.ts';
import { numberFormat } from '../../../ui/number-format.ts';
import { Popover } from '../../../ui/Popover.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { LatencyBandForm } from '../LatencyBandForm.tsx';
import { ConditionEditor } from './ConditionEditor.tsx';

/** Values of each field that can be ticked; rarer ones are typed. */
export const MAX_VALUES = 1000;
const BAND = 'response-time';
const NO_FIELDS: readonly ConditionField[] = [];

/** Adds a part to the selection: a band of response times, or values of a field of the samples. */
export function FilterMenu({ run }: { readonly run: Run }): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label="Filter"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button type="button" className="filter-button">
          <Plus />
          Filter
        </button>
      }
    >
      <FilterPicker run={run} onDone={() => setOpen(false)} />
    </Popover>
  );
}

interface FilterPickerProps {
  readonly run: Run;
  readonly onDone: () => void;
}

function FilterPicker({ run, onDone }: FilterPickerProps): ReactNode {
  const [chosen, setChosen] = useState<string | null>(null);
  const latency = useAppState((state) => state.selection.latency);
  const conditions = useAppState((state) => state.selection.conditions);
  const { setLatency, setConditions } = useActions();
  const answer = useEngineQuery('latency.fields', { runId: run.id, maxValues: MAX_VALUES });
  const fields = answer.data ?? NO_FIELDS;
  const field = fields.find((candidate) => candidate.field === chosen);
  // Which of several conditions on the field is changed does not move while its sense is turned round.
  const [sense, setSense] = useState(false);
  if (chosen === BAND) {
    return (
      <LatencyBandForm
        band={latency}
        onChange={(band) => {
          setLatency(band);
          onDone();
        }}
      />
    );
  }
  if (field !== undefined) {
    const present = conditionOn(conditions, field.field, sense);
    return (
      <ConditionEditor
        field={field}
        condition={present ?? { field: field.field, values: [], not: sense }}
        onChange={(next) => {
          setSense(next.not);
          setConditions(replaced(conditions, present, next));
        }}
        onBack={() => setChosen(null)}
      />
    );
  }
  return (
    <QueryBody
      subject="What can be chosen by"
      loading={answer.status === 'loading'}
      error={answer.error}
      onRetry={answer.retry}
    >
      <FieldList
        fields={fields}
        onChoose={(next) => {
          setSense(
            conditionOn(conditions, next, false) === undefined &&
              conditionOn(conditions, next, true) !== undefined,
          );
          setChosen(next);
        }}
      />
    </QueryBody>
  );
}

interface FieldListProps {
  readonly fields: readonly ConditionField[];
  readonly onChoose: (field: string) => void;
}

function FieldList({ fields, onChoose }: FieldListProps): ReactNode {
  const [text, setText] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const entries = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    return [
      { id: BAND, label: 'Response time', note: 'band' },
      ...fields.map(({ field, label, values, moreValues }) => ({
        id: field,
        label,
        note: countOf(values.length + moreValues),
      })),
    ].filter(({ label }) => label.toLowerCase().includes(wanted));
  }, [fields, text]);

  function move(event: KeyboardEvent<HTMLElement>): void {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: Math.min(at + 1, buttons.length - 1),
      ArrowUp: Math.max(at - 1, 0),
      Home: 0,
      End: buttons.length - 1,
    };
    const to = steps[event.key];
    if (to === undefined || (at < 0 && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    buttons[to]?.focus();
  }

  return (
    <div className="filter-picker" onKeyDown={move}>
      <TextField
        label="Find a field"
        placeholder="Field"
        size="small"
        icon={<Search />}
        clearable
        autoFocus
        value={text}
        onChange={setText}
      />
      <div className="filter-picker__fields" ref={list} role="group" aria-label="Fields">
        {entries.map(({ id, label, note }) => (
          <button type="button" key={id} onClick={() => onChoose(id)}>
            <span className="ellipsis" title={label}>
              {label}
            </span>
            <span className="text-3 figure">{note}</span>
            <ChevronRight />
          </button>
        ))}
        {entries.length === 0 && <p className="text-2">No field has this name.</p>}
      </div>
    </div>
  );
}

function countOf(values: number): string {
  return values === 1 ? '1 value' : `${numberFormat.count(values)} values`;
}
