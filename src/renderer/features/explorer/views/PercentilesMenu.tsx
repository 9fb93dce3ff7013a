import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { useActions, useAppState } from '../../../state/use-store.ts';
import { Button } from '../../../ui/Button.tsx';
import { Checkbox } from '../../../ui/Checkbox.tsx';
import { Popover } from '../../../ui/Popover.tsx';

const CHOICES = [50, 75, 90, 95, 99, 99.9, 99.99] as const;

/** Which percentiles are drawn over time; one at least. */
export function PercentilesMenu(): ReactNode {
  const chosen = useAppState((state) => state.layout.charts.percentiles);
  const { setChartOptions } = useActions();
  return (
    <Popover
      label="Percentiles"
      align="end"
      trigger={
        <Button size="small">
          Percentiles
          <ChevronDown />
        </Button>
      }
    >
      <div className="explorer__choices">
        {CHOICES.map((percentile) => {
          const shown = chosen.includes(percentile);
          const rest = chosen.filter((other) => other !== percentile);
          return (
            <Checkbox
              key={percentile}
              checked={shown}
              disabled={shown && rest.length === 0}
              onChange={(on) =>
                setChartOptions({ percentiles: on ? [...rest, percentile].sort((a, b) => a - b) : rest })
              }
            >
              {percentile === 50 ? 'p50, the median' : `p${percentile}`}
            </Checkbox>
          );
        })}
      </div>
    </Popover>
  );
}
