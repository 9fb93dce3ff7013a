import { ChevronDown } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { Run } from '#shared/model/run.ts';
import type { Side } from '../../state/compare-draft.ts';
import { formatSpan } from '../../ui/duration-format.ts';
import { Popover } from '../../ui/Popover.tsx';
import { TickList } from '../../ui/TickList.tsx';

interface RunPickerProps {
  readonly side: Side;
  readonly runs: readonly Run[];
  readonly chosen: readonly number[];
  readonly onChange: (runIds: readonly number[]) => void;
  /** On the button. */
  readonly text: string;
}

/** One run of a side, or several: a click or Enter takes one alone, its box or Space takes it in. */
export function RunPicker({ side, runs, chosen, onChange, text }: RunPickerProps): ReactNode {
  const [open, setOpen] = useState(false);
  const takeAlone = (index: number): void => {
    onChange([runs[index]!.id]);
    setOpen(false);
  };
  const name = side === 'baseline' ? 'Runs of the baseline' : 'Runs of the candidate';
  return (
    <Popover
      label={name}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button type="button" className="side__runs" aria-label={`${name}: ${text}`} title={text}>
          <b className="ellipsis">{text}</b>
          <ChevronDown />
        </button>
      }
    >
      <div className="side__picker">
        {runs.length === 0 ? (
          <p className="side__hint">Drop a result file on the window.</p>
        ) : (
          <TickList
            label={name}
            count={runs.length}
            keyAt={(index) => runs[index]!.id}
            nameAt={(index) => runs[index]!.name}
            noteAt={(index) => formatSpan(runs[index]!.durationMs)}
            isTicked={(index) => chosen.includes(runs[index]!.id)}
            onToggle={(index) => {
              const { id } = runs[index]!;
              onChange(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
            }}
            onOnly={takeAlone}
            onPick={takeAlone}
          />
        )}
        <p className="side__hint">
          The boxes take several runs: then verdicts also know how much runs differ from each other. Three or
          more are best.
        </p>
      </div>
    </Popover>
  );
}
