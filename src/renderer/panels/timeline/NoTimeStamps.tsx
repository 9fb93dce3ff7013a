import './timeline.css';
import type { ReactNode } from 'react';
import { EmptyState } from '../../ui/EmptyState.tsx';

/** Stands where the time series would be. */
export function NoTimeStamps(): ReactNode {
  return (
    <div className="timeline-none">
      <EmptyState title="No time stamps in this file">
        Nothing can be shown over time and no span can be selected. The table and the percentile curve need no
        time and are complete. In JMeter, jmeter.save.saveservice.timestamp_format=ms writes them.
      </EmptyState>
    </div>
  );
}
