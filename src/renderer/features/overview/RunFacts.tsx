import './run-facts.css';
import { memo, useMemo, type ReactNode } from 'react';
import type { HonestyItem } from '#shared/model/diagnostics.ts';
import type { Run, Transaction } from '#shared/model/run.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import { HonestyList } from '../../panels/honesty/HonestyList.tsx';
import { natureOf } from '../../panels/run-nature/run-nature.ts';
import { useAppState } from '../../state/use-store.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { PanelHeader } from '../../ui/PanelHeader.tsx';
import { ProgressLine } from '../../ui/ProgressLine.tsx';
import { StatusIcon } from '../../ui/StatusIcon.tsx';
import { numberFormat } from '../../ui/number-format.ts';
import { runFacts, sourceFacts, uncoveredFacts } from './run-facts.ts';

const NO_ITEMS: readonly HonestyItem[] = [];

interface RunFactsProps {
  readonly run: Run;
  readonly transactions: ReadonlyMap<number, Transaction>;
}

/**
 * What the figures rest on: how far they can be trusted, where they come from, how they are defined, and what the import
 * noticed.
 */
export const RunFacts = memo(function RunFacts({ run, transactions }: RunFactsProps): ReactNode {
  const allSources = useAppState((state) => state.workspace.sources);
  const sources = useMemo(() => allSources.filter((source) => source.runId === run.id), [allSources, run.id]);
  const honesty = useEngineQuery('diagnostics.honesty', natureOf(run) === 'none' ? null : { runId: run.id });
  const items = honesty.data ?? NO_ITEMS;
  const facts = useMemo(
    () => uncoveredFacts(runFacts(run, sources, transactions.values()), items),
    [run, sources, transactions, items],
  );
  const warnings = sources.flatMap((source) => source.warnings.map((warning) => ({ source, warning })));

  return (
    <aside className="run-facts" aria-label="What the figures rest on">
      <PanelHeader title="Honesty" note="what the figures rest on" />
      {/* Longer than a low window: the keyboard has to reach it to scroll. */}
      <div className="run-facts__list" tabIndex={0}>
        {honesty.status === 'loading' && (
          <ProgressLine
            label="How far the figures can be trusted is being found out"
            value={null}
            thickness={2}
          />
        )}
        {honesty.error !== null && (
          <div className="run-facts__item">
            <ErrorNote
              title="How far the figures can be trusted could not be found out"
              error={honesty.error}
              onRetry={honesty.retry}
            />
          </div>
        )}
        <HonestyList items={items} query={`diagnostics.honesty ${JSON.stringify({ runId: run.id })}`} />
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
