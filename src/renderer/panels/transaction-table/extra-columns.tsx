import type { ReactNode } from 'react';
import type { TransactionModes } from '#shared/model/diagnostics.ts';
import { chanceOfNoSlower } from '#shared/model/session-risk.ts';
import { formatRound } from '../../charts/round-number.ts';
import { formatDuration, type DurationScale } from '../../ui/duration-format.ts';
import { exactNumber, numberFormat } from '../../ui/number-format.ts';
import { apdexCellText, apdexCellTitle } from '../apdex/apdex-words.ts';
import type { Figures, TransactionFigures } from '../run-figures/figures.ts';
import { intervalMethod, type Interval, type Intervals } from '../run-figures/use-intervals.ts';
import type { TransactionColumn } from './transaction-columns.tsx';

/** A session of so many requests, none of which should take longer. */
export interface SessionGoal {
  readonly requests: number;
  readonly limitMs: number;
}

/** What the optional columns show; null: nobody asked for it, or it is not known yet. */
export interface TableExtras {
  readonly intervals: Intervals | null;
  readonly modes: ReadonlyMap<number, TransactionModes['modes']> | null;
  /** Samples over the limit of the session, by transaction; one that is not in it has none. */
  readonly slower: ReadonlyMap<number, number> | null;
  readonly goal: SessionGoal;
}

/** Ids of the columns, for asking only what is shown. */
export const EXTRA = {
  interval95: 'interval-p95',
  interval99: 'interval-p99',
  modes: 'modes',
  risk: 'session-risk',
  apdex: 'apdex',
};

interface ExtraColumnsInput {
  readonly overall: Figures;
  readonly rows: readonly TransactionFigures[];
  readonly scale: DurationScale;
  readonly extras: TableExtras;
}

const DASH = <span className="text-3">–</span>;

/** Columns that cost the engine more, or that few need: shown when somebody asks for them. */
export function extraColumns(input: ExtraColumnsInput): readonly TransactionColumn[] {
  return [
    intervalColumn(input, EXTRA.interval95, 95),
    intervalColumn(input, EXTRA.interval99, 99),
    modesColumn(input),
    riskColumn(input),
    apdexColumn(input),
  ];
}

function intervalColumn(
  { rows, scale, extras: { intervals } }: ExtraColumnsInput,
  id: string,
  percentile: number,
): TransactionColumn {
  const of = (transactionId: number | null): Interval | null =>
    intervals?.of(transactionId, percentile) ?? null;
  const at = (row: number): Interval | null => of(rows[row]!.id);
  const cell = (interval: Interval | null): ReactNode =>
    interval === null ? (
      <span className="text-3" title={intervals === null ? undefined : 'too few samples'}>
        –
      </span>
    ) : (
      <span
        title={`${exactNumber(interval.lowMs)} to ${exactNumber(interval.highMs)} ms, ${intervalMethod(interval)}`}
      >
        {formatDuration(interval.lowMs, scale)}–{formatDuration(interval.highMs, scale)}
      </span>
    );
  const copy = (interval: Interval | null): string =>
    interval === null ? '' : `${exactNumber(interval.lowMs)} to ${exactNumber(interval.highMs)}`;
  return {
    ...asked(intervals === null),
    id,
    header: `p${percentile} CI`,
    name: `95 % interval of p${percentile}, ms`,
    hint: `Where p${percentile} would lie in 95 of 100 runs like this one, ${scale.unit}`,
    width: 88,
    align: 'right',
    cell: (row) => cell(at(row)),
    sortValue: (row) => at(row)?.lowMs ?? null,
    copyText: (row) => copy(at(row)),
    summary: cell(of(null)),
    summaryCopyText: copy(of(null)),
  };
}

/** `2 modes: 34 % around 120 ms, 66 % around 480 ms`. */
export function modesText(modes: TransactionModes['modes'], scale: DurationScale): string {
  const parts = modes.map(
    ({ share, peakMs }) =>
      `${numberFormat.fixed(share * 100, 0)} % around ${formatDuration(peakMs, scale)} ${scale.unit}`,
  );
  return `${modes.length} modes: ${parts.join(', ')}`;
}

function modesColumn({ rows, scale, extras: { modes } }: ExtraColumnsInput): TransactionColumn {
  const at = (row: number): TransactionModes['modes'] | null => modes?.get(rows[row]!.id) ?? null;
  return {
    ...asked(modes === null),
    id: EXTRA.modes,
    header: 'Modes',
    hint: 'Groups of response times that lie apart from each other, as of hits and misses of a cache',
    width: 120,
    grow: 2,
    cell: (row) => {
      const found = at(row);
      if (modes === null) return DASH;
      if (found === null) return <span className="text-3">one</span>;
      const text = modesText(found, scale);
      return <span title={text}>{text}</span>;
    },
    sortValue: (row) => (modes === null ? null : (at(row)?.length ?? 1)),
    firstDirection: 'desc',
    copyText: (row) => {
      const found = at(row);
      return found === null ? '' : modesText(found, scale);
    },
  };
}

function riskColumn({ rows, extras: { slower, goal } }: ExtraColumnsInput): TransactionColumn {
  const at = (row: number): number | null => {
    const { id, samples } = rows[row]!;
    if (slower === null || samples === null || samples === 0) return null;
    return sessionRisk(slower.get(id) ?? 0, samples, goal.requests);
  };
  return {
    ...asked(slower === null),
    id: EXTRA.risk,
    header: `${numberFormat.count(goal.requests)} over ${formatRound(goal.limitMs)} ms, %`,
    name: 'Risk of a session, %',
    hint: `Of sessions of ${numberFormat.count(goal.requests)} of these requests, the share that meets at least one of ${formatRound(goal.limitMs)} ms or more. It takes requests for independent: where slow ones come in bursts, fewer sessions meet one.`,
    width: 130,
    align: 'right',
    cell: (row) => {
      const risk = at(row);
      return risk === null ? (
        DASH
      ) : (
        <span title={`${exactNumber(risk * 100)} %`}>{numberFormat.percentNumber(risk)}</span>
      );
    },
    sortValue: at,
    copyText: (row) => {
      const risk = at(row);
      return risk === null ? '' : exactNumber(risk * 100);
    },
  };
}

function apdexColumn({ rows, overall, extras: { intervals } }: ExtraColumnsInput): TransactionColumn {
  const cell = ({ apdex = null, samples }: Figures, id: number | null): ReactNode =>
    apdex === null ? (
      DASH
    ) : (
      <span title={apdexCellTitle(apdex, samples, intervals?.apdexOf(id) ?? null)}>
        {apdexCellText(apdex, samples)}
      </span>
    );
  const copy = ({ apdex = null }: Figures): string => (apdex === null ? '' : exactNumber(apdex.score));
  return {
    ...asked(overall.apdex == null),
    id: EXTRA.apdex,
    header: 'Apdex [T]',
    name: 'Apdex',
    hint: 'Satisfied up to T, half satisfied up to what is tolerated, failures not at all; T in seconds; * fewer than 100 samples',
    width: 96,
    align: 'right',
    cell: (row) => cell(rows[row]!, rows[row]!.id),
    sortValue: (row) => rows[row]!.apdex?.score ?? null,
    copyText: (row) => copy(rows[row]!),
    summary: cell(overall, null),
    summaryCopyText: copy(overall),
  };
}

/** Share of sessions of `requests` requests that meet one of the `slower` among `samples`, 0..1. */
export function sessionRisk(slower: number, samples: number, requests: number): number {
  return 1 - chanceOfNoSlower(100 * (1 - slower / samples), requests);
}

function asked(isEmpty: boolean): Pick<TransactionColumn, 'isExtra' | 'isEmpty' | 'extraNote'> {
  return { isExtra: true, isEmpty, extraNote: 'on request' };
}
