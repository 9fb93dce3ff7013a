import type { Importer } from '../../importer.ts';
import { collect, type Collected } from '../../testing/collect.ts';
import { ACTIVE_USER_LIMITS } from '../../gatling/active-users.ts';
import { gatlingText } from '../gatling-text.ts';
import { GatlingTextReader } from '../reader.ts';

/** Lines as the versions of Gatling write them, for tests: knows nothing of the code that reads them. */

export const layouts = ['1.x', '2.0', '2.2', '3.0', '3.4'] as const;
export type TextLayout = (typeof layouts)[number];

/** Start of the run. */
export const RUN_MS = 1_700_000_000_000;

export type LogRecord =
  | {
      readonly type: 'request';
      readonly groups?: readonly string[];
      readonly name: string;
      readonly start: number;
      readonly end: number;
      readonly ok?: boolean;
      readonly message?: string;
    }
  | { readonly type: 'user'; readonly scenario: string; readonly isStart: boolean; readonly at: number }
  | {
      readonly type: 'group';
      readonly groups: readonly string[];
      readonly start: number;
      readonly end: number;
      readonly cumulated: number;
      readonly ok?: boolean;
    }
  | { readonly type: 'error'; readonly message: string; readonly at: number };

export function runLine(layout: TextLayout, description = 'nightly'): string {
  switch (layout) {
    case '1.x':
      return cells('RUN', '20120611115415', 'shop', description);
    case '2.0':
      return cells('shop.Buy', 'buy', 'RUN', RUN_MS, description, '2.0');
    case '2.2':
      return cells('RUN', 'shop.Buy', '', 'buy', RUN_MS, description, '2.0');
    case '3.0':
      return cells('RUN', 'shop.Buy', 'buy', RUN_MS, description, '3.3.1');
    case '3.4':
      return cells('RUN', 'shop.Buy', 'buy', RUN_MS, description, '3.11.5');
  }
}

/** Times are ms after {@link RUN_MS}. Null when the layout has no such record. */
export function recordLine(layout: TextLayout, record: LogRecord): string | null {
  const at = (ms: number): number => RUN_MS + ms;
  const status = 'ok' in record && !(record.ok ?? true) ? 'KO' : 'OK';
  switch (record.type) {
    case 'request': {
      const { name, message = '' } = record;
      const groups = (record.groups ?? []).join(',');
      const [start, end] = [at(record.start), at(record.end)];
      const text = message === '' ? ' ' : message;
      if (layout === '1.x')
        return groups === '' ? cells('ACTION', 'Sc', 7, name, start, end, start, end, status, text) : null;
      if (layout === '2.0')
        return cells('Sc', '77-0', 'REQUEST', groups, name, start, start, end, end, status, text, 'extra');
      if (layout === '2.2') return cells('REQUEST', 'Sc', 7, groups, name, start, end, status, text, 'extra');
      if (layout === '3.0') return cells('REQUEST', 7, groups, name, start, end, status, text);
      return cells('REQUEST', groups, name, start, end, status, text);
    }
    case 'user': {
      const { scenario } = record;
      const event = record.isStart ? 'START' : 'END';
      const ms = at(record.at);
      if (layout === '1.x') {
        const name = record.isStart ? 'Start of scenario' : 'End of scenario';
        return cells('ACTION', scenario, 7, name, ms, ms, ms, ms, 'OK', name);
      }
      const started = record.isStart ? ms : RUN_MS;
      if (layout === '2.0') return cells(scenario, '77-0', 'USER', event, started, record.isStart ? 0 : ms);
      if (layout === '3.4') return cells('USER', scenario, event, ms);
      return cells('USER', scenario, 7, event, started, ms);
    }
    case 'group': {
      const groups = record.groups.join(',');
      const [start, end, sum] = [at(record.start), at(record.end), record.cumulated];
      if (layout === '1.x') return null;
      if (layout === '2.0') return cells('Sc', '77-0', 'GROUP', groups, start, end, sum, 2, 1, status);
      if (layout === '2.2') return cells('GROUP', 'Sc', 7, groups, start, end, sum, status);
      if (layout === '3.0') return cells('GROUP', 7, groups, start, end, sum, status);
      return cells('GROUP', groups, start, end, sum, status);
    }
    case 'error':
      if (layout === '1.x' || layout === '2.0') return null;
      return cells(layout === '2.2' ? 'GROUP' : 'ERROR', record.message, at(record.at));
  }
}

export function logText(layout: TextLayout, records: readonly LogRecord[], lineEnd = '\n'): string {
  const lines = [runLine(layout), ...records.flatMap((record) => recordLine(layout, record) ?? [])];
  return lines.map((line) => line + lineEnd).join('');
}

/** One wrong time stamp makes a log of years: a million points that nobody looks at would only make tests slow. */
const importer: Importer = {
  ...gatlingText,
  open: (context) => new GatlingTextReader(context, { ...ACTIVE_USER_LIMITS, points: 2000 }),
};

export function read(text: string | Uint8Array, pieceBytes = 1 << 20): Collected {
  return collect(importer, text, { pieceBytes });
}

function cells(...texts: readonly (string | number)[]): string {
  return texts.join('\t');
}
