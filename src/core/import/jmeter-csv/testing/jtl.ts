import { collect, type Collected } from '../../testing/collect.ts';
import { jmeterCsv } from '../jmeter-csv.ts';

/** Small JTL files for tests, and what the importer makes of them. */

export const DEFAULT_HEADER =
  'timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,' +
  'grpThreads,allThreads,URL,Latency,IdleTime,Connect';

/** Start of the first row of {@link row}. */
export const START_MS = 1_700_000_000_000;

export interface RowCellTexts {
  readonly at?: number | string;
  readonly elapsed?: number | string;
  readonly label?: string;
  readonly code?: string;
  readonly message?: string;
  readonly thread?: string;
  readonly dataType?: string;
  readonly success?: string;
  readonly failure?: string;
  readonly bytes?: number | string;
  readonly sent?: number | string;
  readonly group?: number | string;
  readonly all?: number | string;
  readonly url?: string;
  readonly latency?: number | string;
  readonly idle?: number | string;
  readonly connect?: number | string;
}

/** A row of the 17 default columns, cells as given: nothing is quoted. `at` is in ms after {@link START_MS}. */
export function row(cells: RowCellTexts = {}): string {
  const at = cells.at ?? 0;
  return [
    typeof at === 'number' ? START_MS + at : at,
    cells.elapsed ?? 100,
    cells.label ?? 'Home',
    cells.code ?? '200',
    cells.message ?? 'OK',
    cells.thread ?? 'Thread Group 1-1',
    cells.dataType ?? 'text',
    cells.success ?? 'true',
    cells.failure ?? '',
    cells.bytes ?? 1234,
    cells.sent ?? 321,
    cells.group ?? 5,
    cells.all ?? 7,
    cells.url ?? 'https://shop.test/',
    cells.latency ?? 80,
    cells.idle ?? 0,
    cells.connect ?? 12,
  ].join(',');
}

/** A file of these rows under the default header, every line ended. */
export function jtl(...rows: readonly string[]): string {
  return [DEFAULT_HEADER, ...rows, ''].join('\n');
}

export function read(text: string | Uint8Array, pieceBytes = 1 << 20, timeZone = 'UTC'): Collected {
  return collect(jmeterCsv, text, { pieceBytes, options: { timeZone } });
}

export interface Label {
  readonly name: string;
  readonly kind: string;
}

export function labelsOf({ samples }: Collected): string[] {
  return samples.map((sample) => (sample['transaction'] as Label).name);
}

export function kindsOf({ samples }: Collected): string[] {
  return samples.map((sample) => (sample['transaction'] as Label).kind);
}

export function reasonsOf({ report }: Collected): string[] {
  return report.rejects.map(({ reason }) => reason);
}

/** Without the one about rows that lie inside each other: in tests most rows start at the same time. */
export function warningsOf({ report }: Collected): Record<string, number> {
  const warnings = report.warnings.filter(({ code }) => code !== 'covered-rows');
  return Object.fromEntries(warnings.map(({ code, count }) => [code, count]));
}

/** Everything that was read, in a form that compares. */
export function contentOf({ report, samples, transactions }: Collected): unknown {
  return {
    report,
    samples: samples.map((sample) => Object.fromEntries(Object.entries(sample).filter(hasValue))),
    transactions,
  };
}

/** Batches leave out columns without values: where a batch ends must make no difference. */
function hasValue([, value]: [string, unknown]): boolean {
  return value !== null && value !== undefined;
}
