import type { HonestyCode } from '#shared/model/diagnostics.ts';
import type { Run, Source, Transaction, TransactionKind } from '#shared/model/run.ts';
import {
  clockSpread,
  commonInstants,
  correctedInstants,
  type Instants,
} from '../../panels/clocks/clock-spread.ts';
import { offsetText } from '../../panels/clocks/clock-offset.ts';
import { percentileMethod } from '../../panels/run-nature/report-formats.ts';
import { natureOf, type RunNature } from '../../panels/run-nature/run-nature.ts';
import { formatRound } from '../../charts/round-number.ts';
import { formatBytes } from '../../ui/byte-format.ts';
import { formatSpan } from '../../ui/duration-format.ts';
import { formatInstant, formatTimeOfDay } from '../../ui/instant-format.ts';
import { numberFormat } from '../../ui/number-format.ts';

/** One fact that the figures rest on: no judgement, and one or two sentences of what it means. */
export interface RunFact {
  readonly name: string;
  readonly value: string;
  readonly text: string;
  /** The engine's statement that says it better, where there is one. */
  readonly covered?: HonestyCode;
}

const countedNames: Readonly<Record<TransactionKind, string>> = {
  request: 'requests',
  transaction: 'transaction controllers',
  'sub-result': 'sub-results',
  group: 'groups',
};

const compressionNames: Readonly<Record<Source['compression'], string>> = {
  none: '',
  gzip: ', gzip',
  zstd: ', zstd',
  bzip2: ', bzip2',
};

export function runFacts(
  run: Run,
  sources: readonly Source[],
  transactions: Iterable<Transaction>,
): readonly RunFact[] {
  switch (natureOf(run)) {
    case 'none':
      return [formatFact(run, sources), readingsFact(commonInstants(sources)), ...clocksFact(sources)];
    case 'report':
      return [formatFact(run, sources), timeFact(run, true), reportedPercentilesFact(run), togetherFact()];
    case 'samples':
      return [
        formatFact(run, sources),
        timeFact(run, false),
        ...clocksFact(sources),
        countedFact(run, transactions),
        percentileFact(run),
        clockFact(run),
        failureFact(),
        ...(run.tool === 'jmeter' ? [jmeterFact()] : []),
      ];
  }
}

function formatFact(run: Run, sources: readonly Source[]): RunFact {
  const labels = [...new Set(sources.map((source) => source.formatLabel))];
  const version =
    run.toolVersion === null
      ? 'The file does not name the version of the tool.'
      : `Written by version ${run.toolVersion}.`;
  const rows: Readonly<Record<RunNature, string>> = {
    samples: ' One row for each sample.',
    report: ' The tool has summed samples up before writing them.',
    none: '',
  };
  return {
    name: 'Format',
    value: labels.join(', ') || run.format,
    text: `${version}${rows[natureOf(run)]}`,
  };
}

function timeFact(run: Run, isReport: boolean): RunFact {
  if (run.startedAtUs === null || run.endedAtUs === null) {
    return {
      name: 'Time',
      value: 'no time stamps',
      text: isReport
        ? 'The report does not say when the run was.'
        : 'Rates and everything over time cannot be computed.',
    };
  }
  const span = `${formatInstant(run.startedAtUs)} to ${formatInstant(run.endedAtUs)}`;
  return {
    name: 'Time',
    value: formatSpan(run.durationMs),
    text: isReport
      ? `${span}, as far as the report says. Rates are those that it prints.`
      : `${span}: first start to last end. Rates divide by this time of the selection.`,
  };
}

function readingsFact(instants: Instants | null): RunFact {
  if (instants === null) {
    return { name: 'Time', value: 'no time stamps', text: 'When the readings were taken is not known.' };
  }
  const { firstUs, lastUs } = instants;
  return {
    name: 'Time',
    value: formatSpan((lastUs - firstUs) / 1000),
    text: `${formatInstant(firstUs)} to ${formatInstant(lastUs)}: first to last reading.`,
  };
}

function reportedPercentilesFact(run: Run): RunFact {
  return {
    name: 'Percentiles',
    value: 'as printed',
    covered: 'quantiles',
    text: percentileMethod(run.format) ?? 'How the tool takes them is not known here.',
  };
}

function togetherFact(): RunFact {
  return {
    name: 'Several at once',
    value: 'no percentiles',
    text: 'Counts, mean and extremes of several transactions can be put together; without samples their percentiles cannot.',
  };
}

/** Clocks of several machines are never quite the same: how far their files are apart, where there are several. */
function clocksFact(sources: readonly Source[]): readonly RunFact[] {
  const spread = clockSpread(sources);
  if (spread === null) return [];
  const corrected = sources.filter((source) => source.clockOffsetMs !== 0).length;
  const set =
    corrected === 0
      ? ''
      : ` ${corrected === 1 ? '1 clock was' : `${corrected} clocks were`} set right by hand.`;
  return [
    {
      name: 'Injector clocks',
      value: `within ${formatSpan(spread.spreadMs)}`,
      text: `That far apart are the first samples of the ${sources.length} files.${
        spread.isWide
          ? ' If they were started together, a clock was wrong: the import log can set it right.'
          : ''
      }${set}`,
    },
  ];
}

/** Says what is left out of totals, so that nobody wonders why they are lower than the number of rows. */
function countedFact(run: Run, transactions: Iterable<Transaction>): RunFact {
  const others = new Map<TransactionKind, number>();
  for (const { kind } of transactions)
    if (kind !== run.countedKind) others.set(kind, (others.get(kind) ?? 0) + 1);
  const left = [...others]
    .map(([kind, count]) => `${countedNames[kind]} (${numberFormat.count(count)} in the table)`)
    .join(' and ');
  return {
    name: 'Counted',
    value: countedNames[run.countedKind],
    covered: 'double-counting',
    text:
      left === ''
        ? `All ${numberFormat.count(run.samples)} samples are of one kind; none is left out.`
        : `Totals leave out ${left}: their time is already in the rows that are counted.`,
  };
}

function percentileFact(run: Run): RunFact {
  return {
    name: 'Percentiles',
    value: 'exact, type 7',
    covered: 'quantiles',
    text: `From all ${numberFormat.count(run.samples)} samples, interpolated like NumPy, DuckDB and k6; never averaged over time. Marked ≈ while a selection moves: then read from buckets 2 % wide.`,
  };
}

function clockFact({ clockTickMs }: Run): RunFact {
  const text =
    clockTickMs >= 1
      ? `Times show no more digits than that. Below ${formatRound(20 * clockTickMs)} ms one tick is over 5 %.`
      : 'Times are shown with three significant digits; copies have all of them.';
  return { name: 'Clock resolution', value: tickLength(clockTickMs), text, covered: 'clock' };
}

function tickLength(ms: number): string {
  if (ms >= 1) return `${formatRound(ms)} ms`;
  return ms >= 0.001 ? `${formatRound(ms * 1000)} µs` : `${formatRound(ms * 1e6)} ns`;
}

function failureFact(): RunFact {
  return {
    name: 'Failures',
    value: 'included',
    text: 'Failed samples count in response times and rates. Choose an outcome in the selection bar to look at one side.',
  };
}

function jmeterFact(): RunFact {
  return {
    name: 'JMeter-compatible',
    value: 'on request',
    text: "JMeter's dashboard uses type 6 and only the last 20,000 samples of each label. The switch above the table adds its p90, p95 and p99 for comparison.",
  };
}

export interface SourceFact {
  readonly id: number;
  readonly name: string;
  readonly text: string;
  /** First and last instant, where the files of a run are far apart. */
  readonly instants: string | null;
  readonly clock: string | null;
  readonly rejected: string | null;
}

export function sourceFacts(sources: readonly Source[]): readonly SourceFact[] {
  const isWide = clockSpread(sources)?.isWide === true;
  return sources.map((source) => {
    const instants = correctedInstants(source);
    return {
      id: source.id,
      name: source.name,
      text: `${rowsText(source.rows)}, ${formatBytes(source.sizeBytes)}${compressionNames[source.compression]}`,
      instants:
        isWide && instants !== null
          ? `${formatInstant(instants.firstUs)} to ${formatTimeOfDay(instants.lastUs)}`
          : null,
      clock: source.clockOffsetMs === 0 ? null : offsetText(source.clockOffsetMs),
      rejected: source.rejectedRows === 0 ? null : `${rowsText(source.rejectedRows)} rejected`,
    };
  });
}

function rowsText(rows: number): string {
  return rows === 1 ? '1 row' : `${numberFormat.count(rows)} rows`;
}

/** Facts that nothing of `items` says already. */
export function uncoveredFacts(
  facts: readonly RunFact[],
  items: readonly { readonly code: HonestyCode }[],
): readonly RunFact[] {
  return facts.filter(({ covered }) => covered === undefined || !items.some(({ code }) => code === covered));
}
