import './import-log.css';
import type { ReactNode } from 'react';
import type { WireError } from '#shared/contract/errors.ts';
import type { Source } from '#shared/model/run.ts';
import { formatBytes } from '../../ui/byte-format.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { formatSpan } from '../../ui/duration-format.ts';
import { formatInstant } from '../../ui/instant-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { StatusIcon } from '../../ui/StatusIcon.tsx';
import { ClockOffset } from './ClockOffset.tsx';
import { ClocksTable } from './ClocksTable.tsx';
import { RejectedRows } from './RejectedRows.tsx';

export type SetClockOffset = (sourceId: number, offsetMs: number) => Promise<WireError | null>;

interface ImportLogProps {
  /** Null: closed. */
  readonly sourceId: number | null;
  /** Of the whole workspace: those of the same run are shown beside it. */
  readonly sources: readonly Source[];
  readonly onSetClockOffset: SetClockOffset;
  readonly onClose: () => void;
}

/** All that is known about one opened file: what it was, how it was read, and what was left out. */
export function ImportLog({ sourceId, sources, onSetClockOffset, onClose }: ImportLogProps): ReactNode {
  const source = sources.find(({ id }) => id === sourceId) ?? null;
  return (
    <Dialog open={source !== null} onClose={onClose} title="Import log" note={source?.name} size="large">
      {source !== null && (
        <LogOf
          source={source}
          ofRun={sources.filter(({ runId }) => runId !== null && runId === source.runId)}
          onSetClockOffset={onSetClockOffset}
        />
      )}
    </Dialog>
  );
}

interface LogOfProps {
  readonly source: Source;
  readonly ofRun: readonly Source[];
  readonly onSetClockOffset: SetClockOffset;
}

function LogOf({ source, ofRun, onSetClockOffset }: LogOfProps): ReactNode {
  return (
    <div className="import-log">
      <Facts facts={facts(source)} />
      {source.kind === 'load' && (
        <section aria-label="Clock">
          <h3>Clock</h3>
          <ClockOffset
            key={`${source.id} ${source.clockOffsetMs}`}
            source={source}
            onSet={onSetClockOffset}
          />
          <ClocksTable source={source} ofRun={ofRun} />
        </section>
      )}
      {Object.keys(source.properties).length > 0 && (
        <section>
          <h3>In the words of its format</h3>
          <Facts
            facts={Object.entries(source.properties).map(([name, value]) => [sentenceCase(name), value])}
          />
        </section>
      )}
      {source.warnings.length > 0 && (
        <section>
          <h3>Warnings</h3>
          <ul>
            {source.warnings.map((warning) => (
              <li key={warning.code}>
                <StatusIcon status="warn" />
                <span>{warning.message}</span>
                {warning.count > 1 && (
                  <span className="text-3">{numberFormat.count(warning.count)} times</span>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      {source.rejectedRows > 0 ? (
        <RejectedRows
          key={source.id}
          sourceId={source.id}
          fileName={source.name}
          rows={source.rows}
          rejectedRows={source.rejectedRows}
        />
      ) : (
        <p className="import-log__clean">
          <StatusIcon status="good" />{' '}
          {source.kind === 'load' ? 'Every row was read.' : 'The whole file was read.'}
        </p>
      )}
    </div>
  );
}

type Fact = readonly [name: string, value: string];

function Facts({ facts }: { readonly facts: readonly Fact[] }): ReactNode {
  return (
    <dl>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className={name === 'SHA-256' ? 'mono' : undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function facts(source: Source): readonly Fact[] {
  const span =
    source.firstInstantUs === null || source.lastInstantUs === null
      ? 'none in the file'
      : `${formatInstant(source.firstInstantUs, { fraction: true })} to ${formatInstant(source.lastInstantUs, { fraction: true })}`;
  return [
    ['Format', source.formatLabel],
    ['Read from', source.path ?? 'handed over without a path'],
    ['Size', `${formatBytes(source.sizeBytes)} (${numberFormat.count(source.sizeBytes)} bytes)`],
    ['Compression', source.compression],
    ['SHA-256', source.sha256],
    ['Time stamps', span],
    countFact(source),
    ['Imported', `${formatInstant(source.importedAtUs)}, in ${formatSpan(source.importMs)}`],
  ];
}

function countFact({ kind, rows, rejectedRows }: Source): Fact {
  switch (kind) {
    case 'load':
      return ['Rows', `${numberFormat.count(rows)} kept, ${numberFormat.count(rejectedRows)} rejected`];
    case 'profile':
      return ['Samples', numberFormat.count(rows)];
    case 'heap':
      return ['Objects', numberFormat.count(rows)];
  }
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
