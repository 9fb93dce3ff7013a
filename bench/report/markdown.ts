import type { Machine } from '../machine.ts';
import { meterDescription } from '../measure/run-process.ts';
import type { Goal, ReportTable, SuiteReport } from './model.ts';

/** The text of docs/benchmarks.md. */
export function markdown(reports: readonly SuiteReport[], peerVersions: string): string {
  const lines = [
    '# Benchmarks',
    '',
    '<!-- Written by `npm run bench`. Do not edit: the next run writes it anew. -->',
    '',
    'Loadstone beside other ways to do the same job, measured side by side on one computer. Absolute times depend on that',
    'computer; ratios carry over better. A goal stands in the row that it is about; goals that were missed are listed first.',
    '',
    ...goalList(reports),
    '## How it is measured',
    '',
    '- `npm run bench -- ingest query start` makes its input with the seeded generator of `fixtures/`, builds the engine as the',
    '  product is built, installs what it compares with, measures, and writes this page. `-- --help` lists the options.',
    '- Every case is a fresh process. Rounds are interleaved (A B C A B C …); each figure is the median over its rounds. Wall time',
    '  runs from before the start of the process to after its end.',
    `- ${meterDescription}.`,
    '- Input files are in the page cache; written data is flushed before the next case starts.',
    '- After the last round the result of a case is compared with the truth that the generator wrote beside the file: counts,',
    '  failures, sums. A case with a wrong result has failed, whatever its time.',
    `- Peers: ${peerVersions}, Apache JMeter 5.6.3, and DuckDB in the version that Loadstone itself uses.`,
    '',
    ...reports.flatMap(suiteSection),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function goalList(reports: readonly SuiteReport[]): string[] {
  const goals = reports.flatMap(({ tables }) =>
    tables.flatMap((table) => table.rows.flatMap((row) => row.goals.map((goal) => ({ goal, table, row })))),
  );
  const missed = goals.filter(({ goal }) => goal.met === false);
  const unknown = goals.filter(({ goal }) => goal.met === null);
  const met = goals.length - missed.length - unknown.length;
  return [
    `**${met} of ${goals.length} goals met**${missed.length === 0 ? '' : `, ${missed.length} missed`}${unknown.length === 0 ? '' : `, ${unknown.length} not measured`}.`,
    '',
    ...[...missed, ...unknown].map(
      ({ goal, table, row }) =>
        `- ${goal.met === null ? 'Not measured' : 'Missed'}: ${table.title}: ${plain(row.cells[0] ?? '')}: ${goal.promise}` +
        `${goal.measured === null ? '' : `, measured ${goal.measured}`}.`,
    ),
    ...(missed.length + unknown.length > 0 ? [''] : []),
  ];
}

function plain(text: string): string {
  return text.replaceAll('**', '');
}

function suiteSection({ suite, measuredAt, machine, rounds, tables }: SuiteReport): string[] {
  return [
    `## ${suite}`,
    '',
    `${measuredAt.replace('T', ' ')} UTC, ${rounds} ${rounds === 1 ? 'round' : 'rounds'}, on ${machineText(machine)}.`,
    '',
    ...tables.flatMap(tableSection),
  ];
}

export function machineText({ cores, cpu, memoryGb, system, node, duckdb, load }: Machine): string {
  return (
    `${cores} ${cores === 1 ? 'core' : 'cores'} of ${cpu}, ${memoryGb} GiB, ${system}; Node ${node}, DuckDB ${duckdb}; ` +
    `load ${load.toFixed(1)} when it began`
  );
}

function tableSection({ title, about, columns, rows, remarks }: ReportTable): string[] {
  const withGoals = rows.some(({ goals }) => goals.length > 0);
  const header = withGoals ? [...columns, 'goal', 'met'] : columns;
  const head =
    rows.length === 0 ? [] : [line(header), line(header.map((_, index) => (index === 0 ? '---' : '---:')))];
  return [
    `### ${title}`,
    '',
    about,
    '',
    ...head,
    ...rows.map(({ cells, goals }) =>
      line(
        withGoals
          ? [...cells, goals.map(({ promise }) => promise).join('; '), goals.map(metText).join('; ')]
          : cells,
      ),
    ),
    '',
    ...remarks.map((remark) => `- ${oneLine(remark)}`),
    ...(remarks.length > 0 ? [''] : []),
  ];
}

function metText({ met }: Goal): string {
  return met === null ? '–' : met ? 'yes' : '**no**';
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** What a failing process printed may be long and name folders of this computer. */
function oneLine(text: string): string {
  const first = text.split('\n')[0] ?? '';
  return first.replaceAll(/(?:\/[\w.@-]+){2,}/gu, '…').slice(0, 300);
}
