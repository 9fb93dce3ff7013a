import { SlidersHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  alignmentSteps,
  type AlignmentStep,
  type NamedFunction,
  type ProfileDifference,
} from '#shared/model/profile-difference.ts';
import type { DifferenceDraft } from '../../../state/profile-slice.ts';
import { Button } from '../../../ui/Button.tsx';
import { Checkbox } from '../../../ui/Checkbox.tsx';
import { numberFormat } from '../../../ui/number-format.ts';
import { Popover } from '../../../ui/Popover.tsx';
import { alignmentNames } from './difference-words.ts';

interface AlignmentMenuProps {
  readonly draft: DifferenceDraft;
  /** Null while it is not computed. */
  readonly difference: ProfileDifference | null;
  readonly onChange: (change: Partial<DifferenceDraft>) => void;
}

type Rename = DifferenceDraft['renames'][number];

/** What makes one function of frames of both sides, and which ones may have been renamed (method P2). */
export function AlignmentMenu({ draft, difference, onChange }: AlignmentMenuProps): ReactNode {
  const suggestions = (difference?.renames ?? []).filter(
    (one) => !draft.renames.some((known) => samePair(known, one)),
  );
  const applied = new Map(difference?.alignment.map(({ step, applied: count }) => [step, count]));

  function set(step: AlignmentStep, on: boolean): void {
    const next = alignmentSteps.filter((each) => (each === step ? on : draft.alignment.includes(each)));
    onChange({ alignment: next });
  }

  return (
    <Popover
      label="What is the same function"
      align="end"
      trigger={
        <Button size="small" icon={<SlidersHorizontal />}>
          {suggestions.length === 0 ? 'Alignment' : `Alignment, ${suggestions.length} renamed?`}
        </Button>
      }
    >
      <div className="difference__alignment">
        <h3>The same function, although</h3>
        {alignmentSteps.map((step) => (
          <Checkbox key={step} checked={draft.alignment.includes(step)} onChange={(on) => set(step, on)}>
            {alignmentNames[step]}
            {(applied.get(step) ?? 0) > 0 && (
              <span className="text-3 figure"> {numberFormat.count(applied.get(step)!)}</span>
            )}
          </Checkbox>
        ))}
        {draft.renames.length > 0 && <h3>Taken as renamed</h3>}
        {draft.renames.map((pair) => (
          <Pair
            key={keyOf(pair)}
            pair={pair}
            label="Undo"
            onClick={() => onChange({ renames: draft.renames.filter((one) => one !== pair) })}
          />
        ))}
        {suggestions.length > 0 && <h3>Renamed?</h3>}
        {suggestions.map((pair) => (
          <Pair
            key={keyOf(pair)}
            pair={pair}
            label="Same function"
            onClick={() =>
              onChange({
                renames: [...draft.renames, { baseline: pair.baseline, candidate: pair.candidate }],
              })
            }
          />
        ))}
      </div>
    </Popover>
  );
}

function Pair({
  pair,
  label,
  onClick,
}: {
  readonly pair: { readonly baseline: NamedFunction; readonly candidate: NamedFunction };
  readonly label: string;
  readonly onClick: () => void;
}): ReactNode {
  return (
    <div className="difference__rename">
      <span>
        <span className="mono">{pair.baseline.name}</span> →{' '}
        <span className="mono">{pair.candidate.name}</span>
      </span>
      <Button size="small" onClick={onClick}>
        {label}
      </Button>
    </div>
  );
}

function keyOf({ baseline, candidate }: Pick<Rename, 'baseline' | 'candidate'>): string {
  return JSON.stringify([baseline.name, baseline.file, candidate.name, candidate.file]);
}

function samePair(one: Rename, other: Pick<Rename, 'baseline' | 'candidate'>): boolean {
  return keyOf(one) === keyOf(other);
}
