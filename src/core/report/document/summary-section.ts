import type { MetricVerdict } from '#shared/model/comparison.ts';
import { percentileKey } from '#shared/model/statistics.ts';
import {
  countOf,
  findingAnchor,
  isComparison,
  left,
  printedFindings,
  runInline,
  runsOf,
  textTable,
  type Building,
} from './building.ts';
import { forestBlock, forestOrder } from './forest-block.ts';
import { judgementOf, measuredText } from './readiness.ts';
import {
  textOf,
  type Block,
  type ContentsEntry,
  type DocumentSection,
  type Inline,
  type KeyFigure,
} from './report-document.ts';
import { MIN_CHART_ROWS, summaryChartRows } from './summary-room.ts';
import { slowestBlock } from './transaction-sections.ts';
import { changeInlines, metricNameOf, metricValue } from './verdict-words.ts';
import { outcomeInline, severityInline } from './state-words.ts';

const MAX_GATES = 9;
const MAX_FINDINGS = 6;
const MIN_FINDINGS = 3;
const MAX_NOT_MEASURED = 4;

/** The page for those who decide: verdict, gates, five figures, changes, findings, and what is not known. One page. */
export function summarySection(building: Building): DocumentSection {
  const judgement = judgementOf(building.data);
  const gates = judgement.gates.slice(0, MAX_GATES);
  const blocks: Block[] = [
    {
      kind: 'decision',
      readiness: judgement.readiness,
      title: `${judgement.title}.`,
      text: decisionText(building),
    },
  ];
  const figures = keyFigures(building);
  if (figures.length > 0) blocks.push({ kind: 'figures', figures });
  if (gates.length > 0)
    blocks.push(
      { kind: 'heading', level: 3, text: 'Gates' },
      {
        kind: 'table',
        title: 'Gates',
        titled: true,
        table: textTable(
          [
            left('Gate', 0.14),
            left('Rule', 0.24),
            left('Measured', 0.37),
            left('Result', 0.13),
            left('Enforcement', 0.12),
          ],
          gates.map((gate) => [
            [{ text: gate.name, strong: true }],
            [{ text: gate.rule, tone: 'quiet' }],
            measuredText(gate),
            [outcomeInline(gate.outcome)],
            [{ text: gate.proposed ? `${gate.enforcement}, proposed` : gate.enforcement, tone: 'quiet' }],
          ]),
          true,
        ),
        note:
          judgement.gates.length > gates.length
            ? [
                { text: `${judgement.gates.length - gates.length} more gates: `, tone: 'quiet' },
                { text: 'Gates', link: 'gates' },
              ]
            : [],
      },
    );
  const missing = notMeasuredList(building);
  const roomBeside = (findings: Block): number =>
    summaryChartRows({
      pageSize: building.edits.settings.pageSize,
      title: building.edits.name,
      subtitle: textOf(subtitleOf(building)),
      decision: decisionText(building),
      gates: gates.length + (judgement.gates.length > gates.length ? 1 : 0),
      findings: entryTexts(findings),
      notMeasured: entryTexts(missing),
    });
  let count = MAX_FINDINGS;
  while (count > MIN_FINDINGS && roomBeside(findingList(building, count)) < MIN_CHART_ROWS) count -= 1;
  const findings = findingList(building, count);
  const rows = Math.max(MIN_CHART_ROWS, roomBeside(findings));
  blocks.push(...changeBlocks(building, rows), {
    kind: 'columns',
    columns: [
      [{ kind: 'heading', level: 3, text: 'Findings' }, findings],
      [{ kind: 'heading', level: 3, text: 'What was not measured' }, missing],
    ],
  });
  return {
    id: 'summary',
    kind: 'summary',
    number: null,
    title: 'Summary',
    running: 'Summary',
    findingId: null,
    startsPage: false,
    blocks,
  };
}

function entryTexts(block: Block): string[] {
  if (block.kind === 'contents') return block.entries.map(({ text }) => textOf(text));
  return block.kind === 'list' ? block.items.map(textOf) : [''];
}

/** What is compared with what, when, under which load, over how many samples. */
export function subtitleOf(building: Building): readonly Inline[] {
  const { format } = building;
  const describe = (side: 'baseline' | 'candidate'): Inline[] =>
    runsOf(building, side).flatMap((facts, place): Inline[] => [
      ...(place === 0 ? [] : [{ text: ', ' }]),
      ...runInline(building, facts),
      ...(facts.run.startedAtUs === null ? [] : [{ text: ` (${format.day(facts.run.startedAtUs)})` }]),
    ]);
  const samples = (side: 'baseline' | 'candidate'): string =>
    format.count(
      runsOf(building, side).reduce((sum, { summary }) => sum + (summary.overall.samples ?? 0), 0),
    );
  const [first] = runsOf(building, 'candidate');
  if (first === undefined) return [{ text: withoutRuns(building) }];
  const span =
    first.window === null
      ? `whole run, ${format.duration(first.run.durationMs)}`
      : `steady ${format.duration(first.window.toMs - first.window.fromMs)}`;
  if (!isComparison(building))
    return [...describe('candidate'), { text: `; ${span}, ${samples('candidate')} samples.` }];
  return [
    ...describe('candidate'),
    { text: ' compared with ' },
    ...describe('baseline'),
    { text: `; ${span}, ${samples('candidate')} and ${samples('baseline')} samples.` },
  ];
}

/** `cpu-before.cpuprofile; 6 snapshots of orders-service.` */
function withoutRuns(building: Building): string {
  const { profileInfos, heap } = building.data;
  const { baselineProfileIds } = building.edits.subject;
  const names = (isBaseline: boolean): string =>
    profileInfos
      .filter(({ id }) => baselineProfileIds.includes(id) === isBaseline)
      .map(({ name }) => name)
      .join(', ');
  const [before, now] = [names(true), names(false)];
  const parts = [
    before !== '' && now !== '' ? `${now} compared with ${before}` : `${before}${now}`,
    ...heap.map(
      ({ series, growth }) =>
        `${countOf(building, growth.snapshots.filter(({ leftOut }) => !leftOut).length, 'snapshot')} of ${series.name}`,
    ),
  ];
  return `${parts.filter((part) => part !== '').join('; ')}.`;
}

function decisionText(building: Building): string {
  const findings = printedFindings(building);
  const worst =
    findings.find(({ severity }) => severity === 'high') ??
    findings.find(({ severity }) => severity === 'medium');
  if (worst !== undefined) return saysTheSame(worst) ? worst.statement : `${worst.title}. ${worst.statement}`;
  const { comparison, runs, profileDifference } = building.data;
  if (comparison !== null) return comparison.sentence;
  if (runs.length === 0 && profileDifference !== null) return profileDifference.attribution.sentence;
  const [gate] = judgementOf(building.data).gates.filter(({ outcome }) => outcome !== 'passed');
  return gate?.sentence ?? 'No finding above the level of a note.';
}

/** Some statements begin with what their title says: read one after the other, they would stammer. */
function saysTheSame({ title, statement }: { readonly title: string; readonly statement: string }): boolean {
  const words = title.split(' ');
  const start = words.slice(0, Math.ceil(words.length / 3)).join(' ');
  return statement.startsWith(start);
}

/** Of all requests together: as the comparison has them, or of the first run. */
function keyFigures(building: Building): KeyFigure[] {
  const { comparison } = building.data;
  const { format } = building;
  const headline = comparison?.verdicts.filter(({ label }) => label === null) ?? [];
  if (headline.length > 0) {
    return headline.map((row): KeyFigure => ({
      name: metricNameOf(row),
      value: metricValue(row, row.candidate, format),
      note: changeInlines(row, format),
    }));
  }
  const [facts] = runsOf(building, 'candidate');
  if (facts === undefined) return [];
  const { overall } = facts.summary;
  const quiet = (text: string): readonly Inline[] => [{ text, tone: 'quiet' }];
  const percentile = (p: number): string =>
    format.milliseconds(overall.percentilesMs[percentileKey(p)] ?? null);
  return [
    { name: 'Median', value: percentile(50), note: quiet('p50 of all requests') },
    { name: 'p95', value: percentile(95), note: quiet('of all requests') },
    { name: 'p99', value: percentile(99), note: quiet('of all requests') },
    {
      name: 'Error rate',
      value: format.ratio(overall.errorRate),
      note: quiet(
        overall.failures === null ? 'failures not recorded' : countOf(building, overall.failures, 'failure'),
      ),
    },
    {
      name: 'Throughput',
      value: overall.throughputPerSec === null ? '–' : `${format.number(overall.throughputPerSec)}/s`,
      note: quiet(overall.samples === null ? '' : countOf(building, overall.samples, 'sample')),
    },
  ];
}

function changeBlocks(building: Building, rows: number): Block[] {
  const { comparison } = building.data;
  if (comparison === null) {
    const block = slowestBlock(building, Math.min(rows - 1, 12));
    return block === null ? [] : [{ kind: 'heading', level: 3, text: 'Slowest transactions' }, block];
  }
  const p95 = forestOrder(comparison.verdicts.filter(isTransactionP95));
  if (p95.length === 0) return [];
  const shown = p95.slice(0, rows);
  return [
    { kind: 'heading', level: 3, text: 'Change of p95 per transaction' },
    forestBlock(building, shown, p95.length - shown.length),
  ];
}

export function isTransactionP95({ label, metric }: MetricVerdict): boolean {
  return label !== null && metric === 'p95';
}

function findingList(building: Building, most: number): Block {
  const findings = printedFindings(building).filter(({ severity }) => severity !== 'info');
  const shown = findings.slice(0, most);
  const entries = shown.map((finding): ContentsEntry => ({
    anchor: findingAnchor(finding),
    indented: false,
    text: [
      severityInline(finding.severity),
      { text: ` ${finding.title}` },
      ...(finding.status === 'signed' ? [] : [{ text: ', suggested', tone: 'quiet' } as const]),
    ],
  }));
  if (entries.length === 0) return { kind: 'paragraph', text: [{ text: 'None above the level of a note.' }] };
  if (findings.length > shown.length)
    entries.push({
      anchor: findingAnchor(findings[most]!),
      indented: false,
      text: [{ text: `${findings.length - shown.length} more` }],
    });
  return { kind: 'contents', entries };
}

function notMeasuredList(building: Building): Block {
  const { notMeasured } = building.data.found;
  if (notMeasured.length === 0)
    return { kind: 'paragraph', text: [{ text: 'Nothing that the rules ask for is missing.' }] };
  const shown = notMeasured.slice(
    0,
    notMeasured.length > MAX_NOT_MEASURED ? MAX_NOT_MEASURED - 1 : MAX_NOT_MEASURED,
  );
  const items: Inline[][] = shown.map((text) => [{ text }]);
  if (notMeasured.length > shown.length)
    items.push([{ text: `${notMeasured.length - shown.length} more: ` }, { text: 'Method', link: 'method' }]);
  return { kind: 'list', items };
}
