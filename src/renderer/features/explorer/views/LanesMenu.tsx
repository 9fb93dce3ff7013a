import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import type { LaneKind } from '../../../charts/time-series/geometry.ts';
import { Button } from '../../../ui/Button.tsx';
import { Checkbox } from '../../../ui/Checkbox.tsx';
import { Popover } from '../../../ui/Popover.tsx';

export type OptionalLane = Extract<LaneKind, 'throughput' | 'threads' | 'errors'>;

const names: Readonly<Record<OptionalLane, string>> = {
  throughput: 'Throughput',
  threads: 'Threads',
  errors: 'Errors',
};
const order: readonly OptionalLane[] = ['throughput', 'threads', 'errors'];

interface LanesMenuProps {
  /** False: the tool did not report threads, so there is nothing to show. */
  readonly withThreads: boolean;
  readonly hidden: readonly OptionalLane[];
  readonly onChange: (hidden: readonly OptionalLane[]) => void;
}

export function LanesMenu({ withThreads, hidden, onChange }: LanesMenuProps): ReactNode {
  return (
    <Popover
      label="Series"
      align="end"
      trigger={
        <Button size="small">
          Series
          <ChevronDown />
        </Button>
      }
    >
      <div className="explorer__choices">
        {order.map((lane) => (
          <Checkbox
            key={lane}
            checked={!hidden.includes(lane) && (lane !== 'threads' || withThreads)}
            disabled={lane === 'threads' && !withThreads}
            onChange={(shown) =>
              onChange(shown ? hidden.filter((other) => other !== lane) : [...hidden, lane])
            }
          >
            {lane === 'threads' && !withThreads ? 'Threads (not in this file)' : names[lane]}
          </Checkbox>
        ))}
      </div>
    </Popover>
  );
}
