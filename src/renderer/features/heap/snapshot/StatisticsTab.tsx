import './statistics.css';
import { useMemo, type ReactNode } from 'react';
import type { HeapPart, HeapStatistics, SnapshotInfo } from '#shared/model/heap.ts';
import { useActions } from '../../../state/use-store.ts';
import { classes } from '../../../ui/class-names.ts';
import { DataTable } from '../../../ui/data-table/DataTable.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { formatBytes } from '../../../ui/byte-format.ts';
import { formatInstant } from '../../../ui/instant-format.ts';
import { numberFormat } from '../../../ui/number-format.ts';
import { PanelHeader } from '../../../ui/PanelHeader.tsx';
import { StatusIcon } from '../../../ui/StatusIcon.tsx';
import { byteScaleFor, inScale } from '../byte-scale.ts';
import { HeapBody } from '../HeapBody.tsx';
import { useHeapQuery } from '../use-heap-query.ts';
import { largestColumns } from './largest-columns.tsx';
import type { SnapshotTabProps } from './snapshot-tab.ts';

const partNames: Readonly<Record<HeapPart, string>> = {
  code: 'Code',
  strings: 'Strings',
  arrays: 'Arrays',
  'typed-arrays': 'Typed arrays and buffers',
  objects: 'Objects and closures',
  native: 'Native objects',
  system: 'System',
};

/** What the heap consists of, and which objects hold most of it. */
export function StatisticsTab({ snapshot }: SnapshotTabProps): ReactNode {
  const answer = useHeapQuery('heap.statistics', { snapshotId: snapshot.id });
  return (
    <HeapBody
      subject="The statistics"
      snapshotIds={[snapshot.id]}
      loading={answer.status === 'loading'}
      error={answer.error}
      stopped={answer.stopped}
      onRetry={answer.retry}
      onStop={answer.stop}
      onResume={answer.resume}
    >
      {answer.data === null ? null : <Statistics snapshot={snapshot} statistics={answer.data} />}
    </HeapBody>
  );
}

interface StatisticsProps {
  readonly snapshot: SnapshotInfo;
  readonly statistics: HeapStatistics;
}

function Statistics({ snapshot, statistics }: StatisticsProps): ReactNode {
  const { inspect } = useActions();
  const { largest } = statistics;
  const columns = useMemo(
    () => largestColumns(largest, statistics.selfBytes),
    [largest, statistics.selfBytes],
  );
  const show = (row: number): void => {
    const entry = largest[row];
    if (entry !== undefined) inspect({ snapshotId: snapshot.id, node: entry.object.node });
  };
  return (
    <div className="heap-statistics">
      <div className="heap-statistics__top">
        <Parts statistics={statistics} />
        <Facts snapshot={snapshot} statistics={statistics} />
      </div>
      <section className="heap-tab" aria-label="Largest objects" data-pane="largest">
        <PanelHeader
          title="Largest objects"
          note="what they alone keep alive, largest first; none is counted below another"
        />
        <div className="heap-tab__body">
          <DataTable
            label="Largest objects"
            columns={columns}
            rowCount={largest.length}
            rowKey={(row) => largest[row]?.object.node ?? row}
            onRowClick={show}
            onEnter={show}
            empty={
              <EmptyState
                title={snapshot.hasGraph ? 'There are no objects' : 'This file has figures of classes only'}
              />
            }
          />
        </div>
      </section>
    </div>
  );
}

function Parts({ statistics }: { readonly statistics: HeapStatistics }): ReactNode {
  const { parts, selfBytes } = statistics;
  const scale = byteScaleFor([selfBytes]);
  const most = Math.max(1, ...parts.map((part) => part.selfBytes));
  return (
    <section className="heap-parts" aria-label="By type" data-pane="parts">
      <PanelHeader title="By type" note="own bytes; the parts add up to the heap" />
      <table>
        <thead>
          <tr>
            <th scope="col">Type</th>
            <th scope="col" className="is-right">
              Objects
            </th>
            <th scope="col" className="is-right">
              Self, {scale.unit}
            </th>
            <th scope="col" className="is-right">
              Heap, %
            </th>
            <th scope="col">
              <span className="visually-hidden">Share as a bar</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part, index) => (
            <tr key={part.part}>
              <th scope="row">{partNames[part.part]}</th>
              <td className="is-right figure">{numberFormat.count(part.count)}</td>
              <td className="is-right figure" title={`${numberFormat.count(part.selfBytes)} bytes`}>
                {inScale(part.selfBytes, scale)}
              </td>
              <td className="is-right figure">
                {selfBytes === 0 ? '' : numberFormat.percentNumber(part.selfBytes / selfBytes)}
              </td>
              <td className="heap-parts__bar">
                <i className={`is-${index + 1}`} style={{ width: `${(part.selfBytes / most) * 100}%` }} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Together</th>
            <td className="is-right figure">{numberFormat.count(statistics.nodes)}</td>
            <td className="is-right figure" title={`${numberFormat.count(selfBytes)} bytes`}>
              {inScale(selfBytes, scale)}
            </td>
            <td className="is-right figure">100</td>
            <td />
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

function Facts({ snapshot, statistics }: StatisticsProps): ReactNode {
  const { shared, orphans } = statistics;
  const facts: readonly (readonly [name: string, value: string, hint?: string])[] = [
    [
      'Format',
      snapshot.version === null ? snapshot.formatLabel : `${snapshot.formatLabel}, ${snapshot.version}`,
    ],
    ['Taken', snapshot.takenAtUs === null ? 'not in the file' : formatInstant(snapshot.takenAtUs)],
    ['Classes', numberFormat.count(statistics.classCount)],
    ['References', snapshot.hasGraph ? numberFormat.count(statistics.edges) : 'not in the file'],
    ...(snapshot.hasGraph
      ? ([
          [
            'Held by several roots',
            `${formatBytes(shared.retainedBytes)} in ${numberFormat.count(shared.count)} objects`,
            'No single root keeps these alive: freeing one of them frees nothing of it.',
          ],
          [
            'Held by nothing',
            orphans === 0 ? 'none' : `${numberFormat.count(orphans)} objects`,
            'Garbage that was not collected, or references that the file does not have.',
          ],
        ] as const)
      : []),
    ['Object ids', snapshot.stableIds ? 'last in the process' : 'are addresses, and move'],
    ['Allocation stacks', snapshot.hasAllocations ? 'recorded' : 'not recorded'],
  ];
  return (
    <section className="heap-facts" aria-label="About the snapshot" data-pane="facts">
      <PanelHeader title="About the snapshot" />
      <dl>
        {facts.map(([name, value, hint]) => (
          <div key={name} title={hint}>
            <dt>{name}</dt>
            <dd className="figure">{value}</dd>
          </div>
        ))}
      </dl>
      {snapshot.warnings.map(({ code, message }) => (
        <p key={code} className={classes('heap-facts__warning')}>
          <StatusIcon status="warn" label="Note" /> {message}
        </p>
      ))}
    </section>
  );
}
