import './headline.css';
import type { ReactNode } from 'react';
import type { Run } from '#shared/model/run.ts';
import { natureOf } from '../../panels/run-nature/run-nature.ts';
import { useToolLabel } from '../../panels/run-nature/use-tool-label.ts';
import type { FiguresAnswer } from '../../panels/run-figures/use-run-figures.ts';
import { useAppState } from '../../state/use-store.ts';
import { QueryBody } from '../../panels/query-body/QueryBody.tsx';
import { headlineFigures } from './headline-figures.ts';
import { reportedHeadline } from './reported-headline.ts';

interface HeadlineProps {
  readonly run: Run;
  readonly answer: FiguresAnswer;
}

/** The six figures that are asked for first. None stands without what it was computed from. */
export function Headline({ run, answer }: HeadlineProps): ReactNode {
  const time = useAppState((state) => state.selection.time);
  const chosen = useAppState((state) => state.selection.transactions);
  const tool = useToolLabel(run.tool);
  const { figures } = answer;
  return (
    <section className="headline" aria-label="Headline figures">
      <QueryBody
        subject="The headline"
        loading={answer.loading && figures?.state !== 'estimate'}
        error={null}
        onRetry={answer.retry}
      >
        {figures === null ? null : (
          <dl className="headline__figures">
            {(natureOf(run) === 'report'
              ? reportedHeadline(figures, run, tool, chosen?.length ?? 1)
              : headlineFigures(figures, run, time)
            ).map((figure) => (
              <div key={figure.id} className="headline__figure">
                <dt>{figure.name}</dt>
                <dd className="headline__value" title={figure.exact}>
                  {figure.estimated && <span className="headline__estimate">≈</span>}
                  {figure.value}
                  <small>{figure.unit}</small>
                </dd>
                {figure.context.map((line, index) => (
                  <dd
                    key={index}
                    className="headline__context ellipsis"
                    title={line === '' ? undefined : line}
                  >
                    {line}
                  </dd>
                ))}
              </div>
            ))}
          </dl>
        )}
      </QueryBody>
    </section>
  );
}
