import { parseArgs } from 'node:util';

export const suiteNames = [
  'ingest',
  'formats',
  'query',
  'start',
  'compare',
  'profile',
  'heap',
  'report',
] as const;
export type SuiteName = (typeof suiteNames)[number];

export interface BenchOptions {
  readonly suites: readonly SuiteName[];
  /** Only these tables; empty: all. */
  readonly only: readonly string[];
  /** Rows of the large JMeter file. */
  readonly rows: number;
  /** Rows of the file for what would take minutes on the large one. */
  readonly slowRows: number;
  readonly k6Points: number;
  readonly appendRows: number;
  readonly rounds: number;
  /** Small files and one round: shows that everything works, measures nothing. */
  readonly quick: boolean;
  /** Whether the figures are those that the report is about. */
  readonly full: boolean;
}

const FULL_ROWS = 10_000_000;

export const USAGE = `npm run bench -- [ingest] [formats] [query] [start] [compare] [profile] [heap] [report] [options]

Measures Loadstone beside other ways to do the same job, and writes docs/benchmarks.md. No name: every suite.

  --rows N       [10000000] rows of the JMeter file
  --rounds N     [5] rounds; every figure is a median over them
  --only NAMES   these tables: jtl,slow,k6,append / gatling,xml,k6-csv / first,brush,brush-window,exact,labels / process,window /
                 verdicts / cpuprofile,cpuprofile-huge,profile-formats,speedscope,profile-difference,flame /
                 heapsnapshot,heapsnapshot-large,heap-browse,heapsnapshot-huge,heap-list / pdf,findings
  --quick        small files, one round: checks that everything runs

The report is written by whole suites with the files of the full size; all else is printed only.
  --help

LOADSTONE_BENCH_DATA names the folder for generated files (about 9 GB; default bench/.data).
`;

/** @returns null when help was asked for */
export function parseOptions(args: string[]): BenchOptions | null {
  const { values, positionals } = parseArgs({
    args,
    options: {
      rows: { type: 'string' },
      rounds: { type: 'string' },
      only: { type: 'string', default: '' },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  if (values.help) return null;
  const unknown = positionals.find((name) => !isSuite(name));
  if (unknown !== undefined) throw new Error(`There is no suite "${unknown}".\n\n${USAGE}`);
  const { quick } = values;
  const rows = count('rows', values.rows, quick ? 100_000 : FULL_ROWS);
  return {
    suites: positionals.length === 0 ? suiteNames : suiteNames.filter((name) => positionals.includes(name)),
    only: values.only.split(',').filter((word) => word !== ''),
    rows,
    slowRows: Math.min(rows, quick ? 20_000 : 1_000_000),
    k6Points: Math.ceil(rows / 2),
    appendRows: Math.ceil((rows * 2) / 5),
    rounds: count('rounds', values.rounds, quick ? 1 : 5),
    quick,
    full: !quick && rows === FULL_ROWS && values.only === '',
  };
}

function isSuite(name: string): name is SuiteName {
  return (suiteNames as readonly string[]).includes(name);
}

function count(option: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${option} takes a whole number above zero.`);
  return value;
}
