import './import-log.css';
import type { ReactNode } from 'react';
import type { Source } from '#shared/model/run.ts';
import { formatBytes } from '../../ui/byte-format.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { formatSpan } from '../../ui/duration-format.ts';
import { formatInstant } from '../../ui/instant-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { StatusIcon } from '../../ui/StatusIcon.tsx';
import { RejectedRows } from './RejectedRows.tsx';

interface ImportLogProps {
  readonly source: Source | null;
  readonly onClose: () => void;
}

/** All that is known about one opened file: what it was, how it was read, and what was left out. */
export function ImportLog({ source, onClose }: ImportLogProps): ReactNode {
  return (
    <Dialog open={source !== null} onClose={onClose} title="Import log" note={source?.name} size="large">
      {source !== null && <LogOf source={source} />}
    </Dialog>
  );
}

function LogOf({ source }: { readonly source: Source }): ReactNode {
  return (
    <div className="import-log">
      <dl>
        {facts(source).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className={name === 'SHA-256' ? 'mono' : undefined}>{value}</dd>
          </div>
        ))}
      </dl>
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
          <StatusIcon status="good" /> Every row was read.
        </p>
      )}
    </div>
  );
}

function facts(source: Source): readonly (readonly [string, string])[] {
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
    ['Rows', `${numberFormat.count(source.rows)} kept, ${numberFormat.count(source.rejectedRows)} rejected`],
    ['Imported', `${formatInstant(source.importedAtUs)}, in ${formatSpan(source.importMs)}`],
    ...Object.entries(source.properties).map(([name, value]) => [sentenceCase(name), value] as const),
  ];
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
