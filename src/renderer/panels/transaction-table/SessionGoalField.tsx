import { ChevronDown } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { formatRound } from '../../charts/round-number.ts';
import { Button } from '../../ui/Button.tsx';
import { numberFormat } from '../../ui/number-format.ts';
import { Popover } from '../../ui/Popover.tsx';
import { TextField } from '../../ui/TextField.tsx';
import type { SessionGoal } from './extra-columns.tsx';

const MAX_REQUESTS = 100_000;
const MAX_LIMIT_MS = 3_600_000;

interface SessionGoalFieldProps {
  readonly goal: SessionGoal;
  readonly onChange: (goal: SessionGoal) => void;
}

/** How many requests a session has, and what none of them should take longer than. */
export function SessionGoalField({ goal, onChange }: SessionGoalFieldProps): ReactNode {
  return (
    <Popover
      label="Risk of a session"
      align="end"
      trigger={
        <Button size="small">
          {`Sessions of ${numberFormat.count(goal.requests)}, ${formatRound(goal.limitMs)} ms`}
          <ChevronDown />
        </Button>
      }
    >
      <div className="transaction-table__goal">
        <NumberInput
          label="Requests of a session"
          value={goal.requests}
          problem={`A whole number from 1 to ${numberFormat.count(MAX_REQUESTS)}`}
          isValid={(value) => Number.isInteger(value) && value >= 1 && value <= MAX_REQUESTS}
          onChange={(requests) => onChange({ ...goal, requests })}
        />
        <NumberInput
          label="None over, ms"
          value={goal.limitMs}
          problem="A time above 0 ms, and at most an hour"
          isValid={(value) => value > 0 && value <= MAX_LIMIT_MS}
          onChange={(limitMs) => onChange({ ...goal, limitMs })}
        />
      </div>
    </Popover>
  );
}

interface NumberInputProps {
  readonly label: string;
  readonly value: number;
  readonly problem: string;
  readonly isValid: (value: number) => boolean;
  readonly onChange: (value: number) => void;
}

/** What is typed counts as soon as it is a number that makes sense; until then the last one does. */
function NumberInput({ label, value, problem, isValid, onChange }: NumberInputProps): ReactNode {
  const [typed, setTyped] = useState(String(value));
  const read = (text: string): number | null => {
    const number = Number(text.trim().replace(',', '.'));
    return text.trim() !== '' && isValid(number) ? number : null;
  };
  return (
    <label className="transaction-table__goal-field">
      <span>{label}</span>
      <TextField
        label={label}
        size="small"
        value={typed}
        problem={read(typed) === null ? problem : null}
        onChange={(text) => {
          setTyped(text);
          const number = read(text);
          if (number !== null) onChange(number);
        }}
      />
    </label>
  );
}
