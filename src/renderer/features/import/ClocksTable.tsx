import type { ReactNode } from 'react';
import type { Source } from '#shared/model/run.ts';
import { clockSpread, correctedInstants } from '../../panels/clocks/clock-spread.ts';
import { classes } from '../../ui/class-names.ts';
import { formatSpan } from '../../ui/duration-format.ts';
import { formatInstant } from '../../ui/instant-format.ts';
import { StatusIcon } from '../../ui/StatusIcon.tsx';

interface ClocksTableProps {
  readonly source: Source;
  /** All sources of its run. */
  readonly ofRun: readonly Source[];
}

/** When each source of a run begins and ends, so that a clock that was wrong is seen. Nothing for a run of one source. */
export function ClocksTable({ source, ofRun }: ClocksTableProps): ReactNode {
  const spread = clockSpread(ofRun);
  if (spread === null) return null;
  return (
    <div className="clocks-table">
      <p className={spread.isWide ? undefined : 'text-2'}>
        {spread.isWide && <StatusIcon status="warn" label="Warning" />} The first samples of the{' '}
        {ofRun.length} files of this run are {formatSpan(spread.spreadMs)} apart.
        {spread.isWide && ' If their machines were started together, a clock was wrong.'}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col">First sample</th>
            <th scope="col">Last sample</th>
            <th scope="col" className="is-right">
              After the earliest
            </th>
          </tr>
        </thead>
        <tbody>
          {ofRun.map((other) => {
            const instants = correctedInstants(other);
            const instant = (us: number): string => formatInstant(us, { fraction: true });
            return (
              <tr key={other.id} className={classes(other.id === source.id && 'is-current')}>
                <th scope="row" className="ellipsis" title={other.name}>
                  {other.name}
                </th>
                <td>{instants === null ? 'no time stamps' : instant(instants.firstUs)}</td>
                <td>{instants === null ? '' : instant(instants.lastUs)}</td>
                <td className="is-right figure">
                  {instants === null ? '' : formatSpan((instants.firstUs - spread.firstUs) / 1000)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
