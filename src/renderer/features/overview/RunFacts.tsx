import './run-facts.css';
import { memo, useMemo, type ReactNode } from 'react';
import type { Run, Transaction } from '#shared/model/run.ts';
import { useAppState } from '../../state/use-store.ts';
import { PanelHeader } from '../../ui/PanelHeader.tsx';
import { StatusIcon } from '../../ui/StatusIcon.tsx';
import { numberFormat } from '../../ui/number-format.ts';
import { runFacts, sourceFacts } from './run-facts.ts';

interface RunFactsProps {
  readonly run: Run;
  readonly transactions: ReadonlyMap<number, Transaction>;
}

/** What the figures rest on: where they come from, how they are defined, and what the import noticed. */
export const RunFacts = memo(function RunFacts({ run, transactions }: RunFactsProps): ReactNode {
  const allSources = useAppState((state) => state.workspace.sources);
  const sources = useMemo(() => allSources.filter((source) => source.runId === run.id), [allSources, run.id]);
  const facts = useMemo(() => runFacts(run, sources, transactions.values()), [run, sources, transactions]);
  const warnings = sources.flatMap((source) => source.warnings.map((warning) => ({ source, warning })));

  return (
    <aside className="run-facts" aria-label="What the figures rest on">
      <PanelHeader title="What the figures rest on" />
      {/* Longer than a low window: the keyboard has to reach it to scroll. */}
      <div className="run-facts__list" tabIndex={0}>
        <div className="run-facts__item">
          <h3 className="run-facts__head">
            <span>{sources.length === 1 ? 'Source' : 'Sources'}</span>
            {sources.length > 1 && <span>{numberFormat.count(sources.length)} files</span>}
          </h3>
          {sourceFacts(sources).map((source) => (
            <p key={source.id} className="run-facts__source">
              <span className="ellipsis" title={source.name}>
                {source.name}
              </span>
              <span className="run-facts__text">{source.text}</span>
              {source.instants !== null && <span className="run-facts__text">{source.instants}</span>}
              {source.clock !== null && <span className="run-facts__text">{source.clock}</span>}
              {source.rejected !== null && (
                <span className="run-facts__text run-facts__warning">
                  <StatusIcon status="warn" /> {source.rejected}
                </span>
              )}
            </p>
          ))}
        </div>
        {warnings.map(({ source, warning }) => (
          <div key={`${source.id} ${warning.code} ${warning.message}`} className="run-facts__item">
            <h3 className="run-facts__head run-facts__warning">
              <StatusIcon status="warn" />
              <span>Noticed in the import</span>
              <span>{numberFormat.count(warning.count)}×</span>
            </h3>
            <p className="run-facts__text">
              {warning.message}
              {sources.length > 1 && ` In ${source.name}.`}
            </p>
          </div>
        ))}
        {facts.map((fact) => (
          <div key={fact.name} className="run-facts__item">
            <h3 className="run-facts__head">
              <span>{fact.name}</span>
              <span className="figure">{fact.value}</span>
            </h3>
            <p className="run-facts__text">{fact.text}</p>
          </div>
        ))}
      </div>
    </aside>
  );
});
