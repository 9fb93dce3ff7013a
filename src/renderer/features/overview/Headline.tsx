import './headline.css';
import type { ReactNode } from 'react';
import type { Run } from '#shared/model/run.ts';
import type { FiguresAnswer } from '../../panels/run-figures/use-run-figures.ts';
import { useAppState } from '../../state/use-store.ts';
import { QueryBody } from '../../panels/query-body/QueryBody.tsx';
import { headlineFigures } from './headline-figures.ts';

interface HeadlineProps {
  readonly run: Run;
  readonly answer: FiguresAnswer;
}

/** The six figures that are asked for first. None stands without what it was computed from. */
export function Headline({ run, answer }: HeadlineProps): ReactNode {
  const time = useAppState((state) => state.selection.time);
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
            {headlineFigures(figures, run, time).map((figure) => (
              <div key={figure.id} className="headline__figure">
                <dt>{figure.name}</dt>
                <dd className="headline__value" title={figure.exact}>
                  {figure.estimated && <span className="headline__estimate">≈</span>}
                  {figure.value}
                  <small>{figure.unit}</small>
                </dd>
                {figure.context.map((line, index) => (
                  <dd key={index} className="headline__context ellipsis">
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
