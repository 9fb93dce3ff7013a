import './honesty.css';
import { memo, type ReactNode } from 'react';
import type { HonestyItem } from '#shared/model/diagnostics.ts';
import { Popover } from '../../ui/Popover.tsx';
import { StatusIcon, type Status } from '../../ui/StatusIcon.tsx';

const statuses: Readonly<Record<HonestyItem['state'], Status>> = {
  good: 'good',
  note: 'note',
  warning: 'warn',
  unknown: 'unknown',
};

/** Icons say it with shape and colour; assistive technology hears the word. */
const stateWords: Readonly<Record<HonestyItem['state'], string>> = {
  good: 'Holds',
  note: 'Note',
  warning: 'Warning',
  unknown: 'Cannot tell',
};

const order: readonly HonestyItem['state'][] = ['warning', 'unknown', 'note', 'good'];

/** What wants attention first; otherwise as the engine lists them. */
export function byUrgency(items: readonly HonestyItem[]): readonly HonestyItem[] {
  return [...items].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}

/** How far the figures of a run can be trusted, one statement each, with the evidence a click away. */
export const HonestyList = memo(function HonestyList({
  items,
  query,
}: {
  readonly items: readonly HonestyItem[];
  /** What the engine is asked for the same statements: `diagnostics.honesty {"runId":1}`. */
  readonly query: string;
}): ReactNode {
  return (
    <ul className="honesty" aria-label="How far the figures can be trusted">
      {byUrgency(items).map((item) => (
        <li key={`${item.code} ${item.name}`} className="honesty__item">
          <StatusIcon status={statuses[item.state]} label={stateWords[item.state]} />
          <div className="honesty__body">
            <h3 className="honesty__head">
              <span>{item.name}</span>
              <span className="figure">{item.value}</span>
            </h3>
            <p className="honesty__sentence">
              {item.sentence} <Evidence item={item} query={query} />
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
});

function Evidence({ item, query }: { readonly item: HonestyItem; readonly query: string }): ReactNode {
  const { evidence, settle, name, value, sentence } = item;
  if (evidence.length === 0 && settle === null) return null;
  const text = settle === null ? 'Show evidence' : 'What would settle it';
  return (
    <Popover
      label={`${name}: evidence`}
      align="end"
      trigger={
        <button type="button" className="honesty__link" aria-label={`${text}: ${name}`}>
          {text}
        </button>
      }
    >
      <div className="honesty-evidence">
        <h3>
          {name}: {value}
        </h3>
        <p>{sentence}</p>
        {evidence.length > 0 && (
          <>
            <h4>Evidence</h4>
            <dl>
              {evidence.map(([what, found], position) => (
                <div key={position}>
                  <dt>{what}</dt>
                  <dd className="figure">{found}</dd>
                </div>
              ))}
            </dl>
          </>
        )}
        <h4>Query</h4>
        <p className="mono">{query}</p>
        {settle !== null && (
          <>
            <h4>What would settle it</h4>
            <p>{settle}</p>
          </>
        )}
      </div>
    </Popover>
  );
}
