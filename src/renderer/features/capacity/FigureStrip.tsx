import '../../ui/figure-strip.css';
import type { ReactNode } from 'react';
import type { Capacity } from '#shared/model/capacity.ts';
import type { Headroom } from '#shared/model/headroom.ts';
import { useActions } from '../../state/use-store.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { StatusIcon } from '../../ui/StatusIcon.tsx';
import { capacityFigures } from './capacity-figures.ts';

interface FigureStripProps {
  readonly runId: number;
  readonly capacity: Capacity;
  readonly headroom: Headroom | null;
  /** Requests per second; null: nobody has said. */
  readonly expectedPerSec: number | null;
}

/** What load the system takes, in six figures. */
export function FigureStrip({ runId, capacity, headroom, expectedPerSec }: FigureStripProps): ReactNode {
  const { openGates } = useActions();
  return (
    <dl className="figure-strip">
      {capacityFigures(capacity, headroom).map(({ id, name, value, unit, exact, context, status }) => (
        <div key={id} className="figure-strip__figure">
          <dt>{name}</dt>
          <dd className="figure-strip__value" title={exact}>
            {value}
            <small>{unit}</small>
          </dd>
          <dd className="figure-strip__context ellipsis" title={context}>
            {context}
          </dd>
          {status !== null && (
            <dd className="figure-strip__context ellipsis">
              <StatusIcon status={status.status} />
              {status.text}
              {expectedPerSec !== null && `, ${numberFormat.short(expectedPerSec)}/s expected`}
            </dd>
          )}
          {id === 'headroom' && expectedPerSec === null && (
            <dd className="figure-strip__context">
              <button
                type="button"
                className="link-button"
                onClick={() => openGates({ kind: 'editor', runId, propose: false })}
              >
                Set it in the gates
              </button>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
