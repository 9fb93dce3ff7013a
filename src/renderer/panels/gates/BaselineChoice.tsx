import type { ReactNode } from 'react';
import { useActions } from '../../state/use-store.ts';
import { choiceKey, type BaselineOptions } from './gate-baseline.ts';

interface BaselineChoiceProps {
  readonly runId: number;
  readonly baseline: BaselineOptions;
}

/** What the run is held against. */
export function BaselineChoice({ runId, baseline: { options, chosen } }: BaselineChoiceProps): ReactNode {
  const { chooseGateBaseline } = useActions();
  return (
    <label className="gate-baseline">
      <span>Baseline</span>
      <select
        aria-label="Baseline that the gates compare with"
        value={choiceKey(chosen.choice)}
        onChange={(event) => {
          const option = options.find(({ choice }) => choiceKey(choice) === event.target.value);
          if (option !== undefined) chooseGateBaseline(runId, option.choice);
        }}
      >
        {options.map(({ choice, text }) => (
          <option key={choiceKey(choice)} value={choiceKey(choice)}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
