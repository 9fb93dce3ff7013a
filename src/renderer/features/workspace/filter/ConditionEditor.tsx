import './filter.css';
import { ArrowLeft, Search } from 'lucide-react';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import type { ConditionField } from '#shared/model/drill-down.ts';
import type { Condition } from '#shared/model/filter.ts';
import { valueText } from '../../../panels/selection/condition-words.ts';
import { matchingRows, parseRowFilter } from '../../../panels/transaction-table/row-filter.ts';
import { Button } from '../../../ui/Button.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { numberFormat } from '../../../ui/number-format.ts';
import { Segmented } from '../../../ui/Segmented.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { TickList, type TickListHandle } from '../../../ui/TickList.tsx';

interface ConditionEditorProps {
  readonly field: ConditionField;
  /** Without values: nothing is chosen yet. */
  readonly condition: Condition;
  /** A condition without values restricts nothing. */
  readonly onChange: (condition: Condition) => void;
  /** Back to the list of fields; absent where there is none. */
  readonly onBack?: () => void;
}

/** Values of one field by tick, with how many samples have them; chosen ones may be meant, or all but them. */
export function ConditionEditor({ field, condition, onChange, onBack }: ConditionEditorProps): ReactNode {
  const [text, setText] = useState('');
  const list = useRef<TickListHandle>(null);
  const filter = useMemo(() => parseRowFilter(text), [text]);
  const listed = useMemo(() => {
    // What is chosen can be unticked, also where it is too rare to be listed.
    const known = new Set(field.values.map(({ value }) => value));
    const others = condition.values.filter((value) => !known.has(value));
    return [...field.values, ...others.map((value) => ({ value, samples: null }))];
  }, [field.values, condition.values]);
  const matching = useMemo(() => {
    const rows = matchingRows(
      filter,
      listed.map(({ value }) => valueText(value)),
    );
    return rows === null ? listed : [...rows].flatMap((row) => listed[row] ?? []);
  }, [filter, listed]);
  const typed = text.trim();
  const canTake = field.moreValues > 0 && typed !== '' && !listed.some(({ value }) => value === typed);

  function toggle(value: string | null): void {
    const values = condition.values.includes(value)
      ? condition.values.filter((other) => other !== value)
      : [...condition.values, value];
    onChange({ ...condition, values });
  }

  return (
    <div className="filter-picker">
      <header>
        {onBack !== undefined && (
          <IconButton label="All fields" onClick={onBack}>
            <ArrowLeft />
          </IconButton>
        )}
        <h3 className="ellipsis" title={field.label}>
          {field.label}
        </h3>
        <Segmented
          label={`Whether the ticked values of ${field.label} are meant`}
          value={condition.not ? 'not' : 'is'}
          options={[
            { value: 'is', label: 'is' },
            { value: 'not', label: 'is not' },
          ]}
          onChange={(sense) => onChange({ ...condition, not: sense === 'not' })}
        />
      </header>
      <TextField
        label={`Find values of ${field.label}`}
        placeholder="Value or /regex/"
        size="small"
        icon={<Search />}
        clearable
        autoFocus
        value={text}
        onChange={setText}
        problem={filter.kind === 'wrong' ? filter.problem : null}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          list.current?.focus();
        }}
      />
      <TickList
        ref={list}
        label={field.label}
        count={matching.length}
        keyAt={(index) => JSON.stringify(matching[index]?.value ?? null)}
        nameAt={(index) => valueText(matching[index]?.value ?? null)}
        noteAt={(index) => countNote(matching[index]?.samples ?? null)}
        isTicked={(index) => condition.values.includes(matching[index]?.value ?? null)}
        onToggle={(index) => {
          const chosen = matching[index];
          if (chosen !== undefined) toggle(chosen.value);
        }}
        onOnly={(index) => {
          const chosen = matching[index];
          if (chosen !== undefined) onChange({ ...condition, values: [chosen.value] });
        }}
      />
      <footer>
        <span className="text-3 figure">
          {numberFormat.count(condition.values.length)} chosen
          {field.moreValues > 0 && `, ${numberFormat.count(field.moreValues)} rarer values not listed`}
        </span>
        {canTake && (
          <Button
            size="small"
            onClick={() => {
              toggle(typed);
              setText('');
            }}
          >
            Take “{typed}”
          </Button>
        )}
        <Button
          size="small"
          disabled={condition.values.length === 0}
          onClick={() => onChange({ ...condition, values: [] })}
        >
          All
        </Button>
      </footer>
    </div>
  );
}

function countNote(samples: number | null): string {
  return samples === null ? '' : numberFormat.compact(samples);
}
