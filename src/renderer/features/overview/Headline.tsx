import '../../ui/figure-strip.css';
import './headline.css';
import type { ReactNode } from 'react';
import type { GateLimit } from '#shared/model/gates.ts';
import type { Run } from '#shared/model/run.ts';
import { outcomeStatus } from '../../panels/gates/gate-words.ts';
import { headlineLimit, type HeadlineLimit } from '../../panels/gates/slo.ts';
import { natureOf } from '../../panels/run-nature/run-nature.ts';
import { useToolLabel } from '../../panels/run-nature/use-tool-label.ts';
import type { FiguresAnswer } from '../../panels/run-figures/use-run-figures.ts';
import { useIntervals } from '../../panels/run-figures/use-intervals.ts';
import { sampleFilter } from '../../state/selectors.ts';
import { useAppState } from '../../state/use-store.ts';
import { ApdexButton } from '../../panels/apdex/ApdexButton.tsx';
import { QueryBody } from '../../panels/query-body/QueryBody.tsx';
import { StatusIcon } from '../../ui/StatusIcon.tsx';
import { headlineFigures } from './headline-figures.ts';
import { reportedHeadline } from './reported-headline.ts';

interface HeadlineProps {
  readonly run: Run;
  readonly answer: FiguresAnswer;
  /** Of the gates; absent while they are not known. */
  readonly limits?: readonly GateLimit[] | undefined;
}

/** The six figures that are asked for first. None stands without what it was computed from. */
export function Headline({ run, answer, limits = [] }: HeadlineProps): ReactNode {
  const time = useAppState((state) => state.selection.time);
  const chosen = useAppState((state) => state.selection.transactions);
  const settled = useAppState((state) => state.selection.settled);
  const tool = useToolLabel(run.tool);
  const figures = answer.headline;
  const isReport = natureOf(run) === 'report';
  // A moving selection has no interval: it is asked for once the figures that it belongs to are there.
  const intervals = useIntervals(isReport || figures?.state !== 'exact' ? null : sampleFilter(settled));
  return (
    <section className="headline" aria-label="Headline figures">
      <QueryBody
        subject="The headline"
        loading={answer.loading && (figures === null || figures.state === 'previous')}
        error={null}
        onRetry={answer.retry}
      >
        {figures === null ? null : (
          <dl className="figure-strip">
            {(isReport
              ? reportedHeadline(figures, run, tool, chosen?.length ?? 1)
              : headlineFigures(figures, run, time, intervals)
            ).map((figure) => (
              <div key={figure.id} className="figure-strip__figure">
                <dt>{figure.name}</dt>
                <dd className="figure-strip__value" title={figure.exact}>
                  {figure.estimated && <span className="headline__estimate">≈</span>}
                  {figure.value}
                  <small>{figure.unit}</small>
                </dd>
                <Context
                  lines={figure.context}
                  first={
                    figure.id === 'apdex' && figure.value !== '–' ? (
                      <ApdexButton rows={figures.transactions} inText />
                    ) : null
                  }
                  limit={figure.value === '–' ? null : limitOf(figure.id, limits, chosen)}
                />
              </div>
            ))}
          </dl>
        )}
      </QueryBody>
    </section>
  );
}

/** Figures beside which there is room for a limit, as rules write them. Apdex says what T is there. */
const LIMITED: ReadonlyMap<string, string> = new Map([
  ['p95', 'p95'],
  ['p99', 'p99'],
  ['p50', 'p50'],
  ['errors', 'error rate'],
]);

function limitOf(
  id: string,
  limits: readonly GateLimit[],
  chosen: readonly number[] | null,
): HeadlineLimit | null {
  const figure = LIMITED.get(id);
  if (figure === undefined) return null;
  // p50 has two names.
  return (
    headlineLimit(limits, figure, chosen) ??
    (figure === 'p50' ? headlineLimit(limits, 'median', chosen) : null)
  );
}

interface ContextProps {
  readonly lines: readonly [string, string];
  /** In place of the first line: what it says can be changed. */
  readonly first: ReactNode;
  /** Takes the place of the second line. */
  readonly limit: HeadlineLimit | null;
}

function Context({ lines: [basis, second], first, limit }: ContextProps): ReactNode {
  const lines = limit === null ? [basis, second] : [basis];
  const plain = first === null ? lines : lines.slice(1);
  return (
    <>
      {first !== null && <dd className="figure-strip__context ellipsis">{first}</dd>}
      {plain.map((line, index) => (
        <dd key={index} className="figure-strip__context ellipsis" title={line === '' ? undefined : line}>
          {line}
        </dd>
      ))}
      {limit !== null && (
        <dd
          className={`figure-strip__context headline__limit headline__limit--${limit.outcome} ellipsis`}
          title={limit.title}
        >
          <StatusIcon status={outcomeStatus[limit.outcome]} />
          {limit.text}
        </dd>
      )}
    </>
  );
}
