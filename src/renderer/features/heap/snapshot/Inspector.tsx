import './inspector.css';
import { ArrowLeft, X } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import type { HeapObjectDetails, SnapshotInfo } from '#shared/model/heap.ts';
import type { HeapSpot } from '../../../state/heap-slice.ts';
import { useActions, useAppState } from '../../../state/use-store.ts';
import { Button } from '../../../ui/Button.tsx';
import { formatBytes } from '../../../ui/byte-format.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { numberFormat } from '../../../ui/number-format.ts';
import { Segmented } from '../../../ui/Segmented.tsx';
import { HeapBody } from '../HeapBody.tsx';
import { useHeapQuery } from '../use-heap-query.ts';
import { ObjectName } from './ObjectName.tsx';
import { PathsList } from './PathsList.tsx';
import { RetainersTree } from './RetainersTree.tsx';

const VIEWS = [
  { value: 'retainers', label: 'Retainers' },
  { value: 'paths', label: 'Paths' },
] as const;

/** Everything about one object, and what holds it. */
export function Inspector({
  snapshot,
  spot,
}: {
  readonly snapshot: SnapshotInfo;
  readonly spot: HeapSpot;
}): ReactNode {
  const answer = useHeapQuery('heap.object', spot, { keepPrevious: false });
  const visited = useAppState((state) => state.heap.visited.length);
  const { inspect, inspectBack } = useActions();
  const [view, setView] = useState<(typeof VIEWS)[number]['value']>('retainers');
  const details = answer.data;
  return (
    <aside className="inspector" aria-label="Object" data-pane="inspector">
      <div className="inspector__header">
        {visited > 0 && (
          <IconButton label="Back to the object before" onClick={inspectBack}>
            <ArrowLeft />
          </IconButton>
        )}
        <h2 className="ellipsis">{details === null ? 'Object' : <ObjectName object={details.object} />}</h2>
        <IconButton label="Close the object" onClick={() => inspect(null)}>
          <X />
        </IconButton>
      </div>
      <div className="inspector__facts" role="group" aria-label="About the object" tabIndex={0}>
        <HeapBody
          subject="The object"
          snapshotIds={[snapshot.id]}
          loading={answer.status === 'loading'}
          error={answer.error}
          stopped={answer.stopped}
          onRetry={answer.retry}
          onStop={answer.stop}
          onResume={answer.resume}
        >
          {details === null ? null : <ObjectFacts snapshot={snapshot} details={details} />}
        </HeapBody>
      </div>
      <div className="inspector__views">
        <Segmented label="What holds it" value={view} options={VIEWS} onChange={setView} />
        {details !== null && (
          <span className="text-3 small figure">
            {details.incoming === 1
              ? '1 reference to it'
              : `${numberFormat.count(details.incoming)} references to it`}
          </span>
        )}
      </div>
      <div className="inspector__holders">
        {view === 'retainers' ? (
          <RetainersTree key={spot.node} snapshot={snapshot} node={spot.node} />
        ) : (
          <PathsList key={spot.node} snapshot={snapshot} node={spot.node} />
        )}
      </div>
    </aside>
  );
}

interface ObjectFactsProps {
  readonly snapshot: SnapshotInfo;
  readonly details: HeapObjectDetails;
}

function ObjectFacts({ snapshot, details }: ObjectFactsProps): ReactNode {
  const { inspectNext, showContainment } = useActions();
  const { object, dominator, detachedness } = details;
  const spot = useMemo(() => ({ snapshotId: snapshot.id, node: object.node }), [snapshot.id, object.node]);
  const share = snapshot.selfBytes === 0 ? 0 : object.retainedBytes / snapshot.selfBytes;
  return (
    <>
      <dl className="inspector__list">
        <Fact name="Kind">{object.kind}</Fact>
        <Fact name="Self" exact={object.selfBytes}>
          {formatBytes(object.selfBytes)}
        </Fact>
        <Fact name="Retained" exact={object.retainedBytes}>
          {formatBytes(object.retainedBytes)}, {numberFormat.percent(share)} of the heap
        </Fact>
        <Fact name="Keeps alive">
          {details.retainedCount <= 1
            ? 'only itself'
            : `${numberFormat.count(details.retainedCount)} objects`}
        </Fact>
        {details.storageBytes > object.selfBytes && (
          <Fact name="With its storage" exact={details.storageBytes}>
            {formatBytes(details.storageBytes)}
          </Fact>
        )}
        <Fact name="Distance">
          {object.distance === null ? 'only the runtime leads there' : numberFormat.count(object.distance)}
        </Fact>
        <Fact name="References">
          {numberFormat.count(details.outgoing)} out, {numberFormat.count(details.incoming)} in
        </Fact>
        {detachedness !== null && <Fact name="Document">{detachedness}</Fact>}
        {dominator !== null && (
          <Fact name="Dominator">
            <button
              type="button"
              className="inspector__link"
              onClick={() => inspectNext({ snapshotId: snapshot.id, node: dominator.node })}
            >
              <ObjectName object={dominator} />
            </button>
          </Fact>
        )}
      </dl>
      {details.value !== null && <pre className="inspector__value">{details.value}</pre>}
      {details.allocatedAt.length > 0 && (
        <>
          <h3 className="inspector__title">Allocated at</h3>
          <ol className="inspector__stack">
            {details.allocatedAt.map(({ name, file, line }, index) => (
              <li key={index} title={line === null ? file : `${file}:${line}`}>
                <span className="mono">{name}</span>{' '}
                <span className="text-3">{line === null ? file : `${file}:${line}`}</span>
              </li>
            ))}
          </ol>
        </>
      )}
      <div className="inspector__actions">
        <Button size="small" disabled={details.outgoing === 0} onClick={() => showContainment(spot)}>
          What it refers to
        </Button>
      </div>
    </>
  );
}

function Fact({
  name,
  exact,
  children,
}: {
  readonly name: string;
  readonly exact?: number;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div title={exact === undefined ? undefined : `${numberFormat.count(exact)} bytes`}>
      <dt>{name}</dt>
      <dd className="figure">{children}</dd>
    </div>
  );
}
