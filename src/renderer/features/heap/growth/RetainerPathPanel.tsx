import './retainer-path.css';
import { useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { HeapSeries } from '#shared/model/heap.ts';
import type { GrowthPath, GrowthPathStep, GrowthSeries } from '#shared/model/heap-growth.ts';
import { useActions } from '../../../state/use-store.ts';
import { classes } from '../../../ui/class-names.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { numberFormat } from '../../../ui/number-format.ts';
import { PanelHeader } from '../../../ui/PanelHeader.tsx';
import { HeapBody } from '../HeapBody.tsx';
import { useHeapQuery } from '../use-heap-query.ts';
import { growthName } from './growth-words.ts';

interface RetainerPathPanelProps {
  readonly series: HeapSeries;
  /** The row of "What grew" that is looked at; null: there is none. */
  readonly row: GrowthSeries | null;
  readonly labelOf: (snapshotId: number) => string;
}

/** How what grows is held, and which step on the way to it grows. */
export function RetainerPathPanel({ series, row, labelOf }: RetainerPathPanelProps): ReactNode {
  const answer = useHeapQuery(
    'heap.growthPath',
    row === null ? null : { seriesId: series.id, kind: row.kind, key: row.key },
    { keepPrevious: false },
  );
  const path = answer.data;
  return (
    <section className="retainer-path" aria-label="Retainer path" data-pane="retainer-path">
      <PanelHeader
        title="Retainer path"
        note={
          row === null ? undefined : (
            <>
              <span className="mono">{path?.className ?? growthName(row)}</span>
              {path !== null && <> {pathNote(path)}</>}
            </>
          )
        }
      />
      <div className="retainer-path__body">
        <HeapBody
          subject="The path"
          snapshotIds={series.snapshotIds}
          loading={answer.status === 'loading'}
          error={answer.error}
          stopped={answer.stopped}
          onRetry={answer.retry}
          onStop={answer.stop}
          onResume={answer.resume}
        >
          {answer.status !== 'ready' ? null : path === null || path.steps.length === 0 ? (
            <NoPath row={row} />
          ) : (
            <Steps path={path} labelOf={labelOf} />
          )}
        </HeapBody>
      </div>
    </section>
  );
}

function NoPath({ row }: { readonly row: GrowthSeries | null }): ReactNode {
  if (row?.kind === 'container')
    return (
      <EmptyState title="One object, the same in all snapshots">
        Its references went from {numberFormat.count(row.counts[0] ?? 0)} to{' '}
        {numberFormat.count(row.counts.at(-1) ?? 0)}. The way to it: <span className="mono">{row.name}</span>
      </EmptyState>
    );
  return (
    <EmptyState title="No path is known">
      Paths need references between objects in the last snapshot, and of containers ids that last.
    </EmptyState>
  );
}

function pathNote({ leadsTo, newInstances, sampled, sharing }: GrowthPath): string {
  if (leadsTo === 'container') return 'one object, the same in all snapshots';
  if (leadsTo === 'largest')
    return newInstances === 1
      ? 'the only one there'
      : `the one of ${numberFormat.count(newInstances)} that retains most`;
  if (newInstances === 0) return 'no new instances';
  return `${numberFormat.count(sampled)} of ${numberFormat.count(newInstances)} new ones sampled, ${numberFormat.count(sharing)} share this path`;
}

interface StepsProps {
  readonly path: GrowthPath;
  readonly labelOf: (snapshotId: number) => string;
}

function Steps({ path, labelOf }: StepsProps): ReactNode {
  const { steps, snapshotIds, others } = path;
  const { showContainment } = useActions();
  const list = useRef<HTMLTableSectionElement>(null);
  const [active, setActive] = useState(() =>
    Math.max(
      0,
      steps.findIndex(({ growing }) => growing),
    ),
  );
  const [first, last] = [snapshotIds[0], snapshotIds.at(-1)];
  const scroller = useRef<HTMLDivElement>(null);
  const growing = steps.findIndex((step) => step.growing);

  // The step that matters is in view, however long the way to it is.
  useLayoutEffect(() => {
    const row = list.current?.querySelector<HTMLElement>(`[data-step="${growing}"]`);
    if (row == null || scroller.current === null) return;
    scroller.current.scrollTop = row.offsetTop - scroller.current.clientHeight / 2;
  }, [path, growing]);

  function open(step: GrowthPathStep): void {
    if (last !== undefined) showContainment({ snapshotId: last, node: step.node });
  }

  function onKeyDown(event: KeyboardEvent): void {
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      Home: 0,
      End: steps.length - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) {
      const index = Math.min(Math.max(to, 0), steps.length - 1);
      setActive(index);
      list.current?.querySelector<HTMLElement>(`[data-step="${index}"]`)?.focus();
    } else if (event.key === 'Enter') open(steps[active]!);
    else return;
    event.preventDefault();
  }

  return (
    <div ref={scroller} className="retainer-path__scroll">
      <table aria-label="Steps from the root to the object">
        <thead>
          <tr>
            <th scope="col">From the root to the object</th>
            <th scope="col" className="is-right" title="References that go out of the object">
              Out-edges, {first === undefined ? '' : labelOf(first)}
            </th>
            <th scope="col" className="is-right">
              {last === undefined ? '' : labelOf(last)}
            </th>
          </tr>
        </thead>
        <tbody ref={list} onKeyDown={onKeyDown}>
          {steps.map((step, index) => (
            <tr
              key={index}
              data-step={index}
              className={classes(step.growing && 'is-growing', index === steps.length - 1 && 'is-last')}
              tabIndex={index === active ? 0 : -1}
              title={`${step.className} @${step.id}\nOut-edges: ${step.outEdges.map((count) => (count === null ? '–' : numberFormat.count(count))).join(', ')}\nEnter opens it`}
              onFocus={() => setActive(index)}
              onDoubleClick={() => open(step)}
            >
              <td>
                <span className="retainer-path__dot" />
                <span className="retainer-path__class">{step.className}</span>{' '}
                <span className="mono text-2">{step.edge}</span>
                {step.growing && <span className="bad"> grows in every snapshot</span>}
              </td>
              <td className="is-right figure">{edges(step.outEdges[0])}</td>
              <td className="is-right figure">{edges(step.outEdges.at(-1))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {others.length > 0 && (
        <details className="retainer-path__others">
          <summary>
            {others.length === 1 ? '1 other way' : `${numberFormat.count(others.length)} other ways`} in which
            new ones are held
          </summary>
          <ul>
            {others.map(({ steps: way, count }, index) => (
              <li key={index}>
                <span className="figure">{numberFormat.count(count)}</span>{' '}
                <span className="mono">{way.join(' › ')}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function edges(count: number | null | undefined): string {
  return count === null || count === undefined ? '–' : numberFormat.count(count);
}
