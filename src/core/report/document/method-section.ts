import { DEFAULT_FINDING_SETTINGS } from '#shared/model/finding.ts';
import type { HonestyItem } from '#shared/model/diagnostics.ts';
import { left, sideName, textTable, type Building } from './building.ts';
import { plain, type Block, type DocumentSection, type Inline } from './report-document.ts';
import { withoutRepeats } from './without-repeats.ts';

/** How the figures came about, how far they can be trusted, and what was left out. */
export function methodSection(building: Building): DocumentSection {
  return {
    id: 'method',
    kind: 'method',
    number: null,
    title: 'Method and definitions',
    running: 'Method',
    findingId: null,
    startsPage: true,
    blocks: [
      { kind: 'list', items: definitions(building) },
      ...notMeasured(building),
      ...leftOut(building),
      ...honesty(building),
    ],
  };
}

function definitions(building: Building): Inline[][] {
  const { comparison } = building.data;
  const { format, edits } = building;
  const { margin, margins } = edits.subject.comparison;
  const term = (name: string, text: string): Inline[] => [{ text: `${name}. `, strong: true }, { text }];
  const ofRuns = [
    term(
      'Percentiles',
      'Exact, type 7 of Hyndman and Fan, over all samples of the judged part. Tables and curves count successes and failures together; a comparison takes successful requests only.',
    ),
    term(
      'Judged part',
      'The longest steady phase of a run, where one was found; else the whole run. Ramp and warm-up are cut by MSER-5 and tests of trend.',
    ),
    term('Throughput', 'Requests divided by the time from the first start to the last end.'),
    term(
      'Gates',
      'Ready: every blocking gate passed. Not ready: one failed. Cannot tell: none failed, and one could not be judged from what was measured.',
    ),
  ];
  const items = building.data.runs.length === 0 ? [] : ofRuns;
  if (comparison !== null)
    items.push(
      term(
        'Comparison',
        `Changes are candidate (B) against baseline (A) as ratios. Intervals hold 95 %: blocks of time are resampled, because neighbouring requests are alike. Regressed or improved: the change lies beyond the margin of ${format.ratio(margin.ratio)} and ${format.milliseconds(margin.ms)}${margins.length > 0 ? ` (${margins.length} transactions have margins of their own)` : ''}, after Holm's adjustment over all transactions. Inconclusive: the data allow both.`,
      ),
      term('Minutes needed', 'T·((SE ÷ SE that would settle it)² − 1) on each side, under the same load.'),
    );
  const { settings } = building.data.found;
  const changed = (Object.keys(settings) as (keyof typeof settings)[]).filter(
    (name) => settings[name] !== DEFAULT_FINDING_SETTINGS[name],
  );
  items.push(
    term(
      'Findings',
      `Made by rules with thresholds (docs/findings.md). A finding is a suggestion until a person signs it; a signature holds for the figures that were shown. ${
        changed.length === 0
          ? 'All thresholds have their defaults.'
          : `Other than the defaults: ${changed.map((name) => `${name} ${String(settings[name])}`).join(', ')}.`
      }`,
    ),
  );
  return items;
}

function notMeasured({ data }: Building): Block[] {
  const { notMeasured: items } = data.found;
  if (items.length === 0) return [];
  return [
    { kind: 'heading', level: 3, text: 'What was not measured' },
    { kind: 'list', items: items.map((text) => plain(withoutRepeats(text))) },
  ];
}

/** What a person left out, and signed findings that are gone: a reader must be able to ask about them. */
function leftOut({ arranged, format }: Building): Block[] {
  const dismissed = arranged.findings.filter(({ status }) => status === 'dismissed');
  const blocks: Block[] = [];
  if (dismissed.length > 0)
    blocks.push(
      { kind: 'heading', level: 3, text: 'Findings that were left out' },
      {
        kind: 'table',
        title: 'Findings that were left out',
        titled: true,
        table: textTable(
          [left('Finding', 0.5), left('Reason', 0.5)],
          dismissed.map(({ title, reason }) => [title, reason ?? '']),
        ),
        note: [],
      },
    );
  if (arranged.lost.length > 0)
    blocks.push(
      { kind: 'heading', level: 3, text: 'Signed findings that are not found any more' },
      {
        kind: 'list',
        items: arranged.lost.map(({ title, signature }) =>
          plain(
            `${title} (signed${signature.by === '' ? '' : ` by ${signature.by}`}, ${format.day(signature.atUs)})`,
          ),
        ),
      },
    );
  return blocks;
}

const STATES: Readonly<Record<HonestyItem['state'], Inline>> = {
  good: { text: 'good', sign: 'good', tone: 'good' },
  note: { text: 'note', sign: 'info', tone: 'quiet' },
  warning: { text: 'warning', sign: 'note', tone: 'warn', strong: true },
  unknown: { text: 'unknown', sign: 'cannot-tell', tone: 'unknown' },
};

function honesty(building: Building): Block[] {
  return building.data.runs
    .filter(({ honesty: items }) => items.length > 0)
    .flatMap((facts): Block[] => [
      { kind: 'heading', level: 3, text: `How far the figures can be trusted: ${sideName(building, facts)}` },
      {
        kind: 'table',
        title: `Honesty of ${facts.run.name}`,
        titled: true,
        table: textTable(
          [left('About', 0.19), left('State', 0.12), left('Found', 0.17), left('What it means', 0.52)],
          facts.honesty.map(({ name, state, value, sentence, settle }) => [
            [{ text: name, strong: true }],
            [STATES[state]],
            value,
            [{ text: settle === null ? sentence : `${sentence} ${settle}`, tone: 'quiet' }],
          ]),
        ),
        note: [],
      },
    ]);
}
