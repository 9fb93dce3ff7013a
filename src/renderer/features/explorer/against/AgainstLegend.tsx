import './against.css';
import type { ReactNode } from 'react';
import type { Run } from '#shared/model/run.ts';
import type { Against } from '../../../panels/against/use-against.ts';

interface AgainstLegendProps {
  readonly run: Run;
  readonly against: Against;
}

/** Which line is which run; their names stand in the chip and at the head of the view. */
export function AgainstLegend({ run, against }: AgainstLegendProps): ReactNode {
  return (
    <>
      <span className="explorer__legend against__side" title={`A: ${against.run.name}`}>
        <i className="is-side-a" />A{against.absent && ': not there'}
      </span>
      <span className="explorer__legend against__side" title={`B: ${run.name}`}>
        <i className="is-side-b" />B
      </span>
    </>
  );
}
