import { textAt } from '#shared/contract/columns.ts';
import { differenceLayout } from '#shared/model/profile-difference-layout.ts';
import {
  differenceVerdicts,
  nodeVerdicts,
  type DifferenceUnit,
  type ProfileDifference,
} from '#shared/model/profile-difference.ts';
import type { WeightUnit } from '#shared/model/profile.ts';
import type { ProfileFacts } from '../gather/report-data.ts';
import { left, right, textTable, type Building } from './building.ts';
import { flameBoxes } from './flame-boxes.ts';
import { plain, type Block, type DocumentSection } from './report-document.ts';

const MAX_FUNCTIONS = 20;
const MAX_BARS = 12;

/** What differs between the profiles of the two sides; without a difference, each profile by itself. */
export function profileSections(building: Building): DocumentSection[] {
  const { profiles, profileDifference } = building.data;
  if (profiles.length === 0 && profileDifference === null) return [];
  const blocks =
    profileDifference === null
      ? profiles.flatMap((facts) => profileBlocks(building, facts))
      : differenceBlocks(building, profileDifference);
  return [
    {
      id: 'profiles',
      kind: 'profiles',
      number: null,
      title: profileDifference === null ? 'Profiles' : 'Profile difference',
      running: 'Profiles',
      findingId: null,
      startsPage: true,
      blocks,
    },
  ];
}

function weightText({ format }: Building, value: number, unit: WeightUnit): string {
  if (unit === 'ns') return format.milliseconds(value / 1e6);
  return unit === 'bytes' ? format.bytes(value) : format.number(value);
}

function profileBlocks(building: Building, { profile, functions, tree }: ProfileFacts): Block[] {
  const { format } = building;
  const { selected } = functions;
  const total = Math.max(1e-12, selected.total);
  const rows = Array.from({ length: Math.min(MAX_FUNCTIONS, functions.functions.count) }, (_, row) => row);
  const boxes = flameBoxes(
    tree.nodes.parent,
    tree.nodes.rowStart,
    treeLayout(tree.nodes.parent, tree.nodes.total),
    (node) => textAt(tree.functions.name, tree.nodes.function[node]!) ?? '(no name)',
    () => null,
  );
  return [
    { kind: 'heading', level: 3, text: profile.name },
    {
      kind: 'paragraph',
      text: plain(
        `${profile.formatLabel}, ${format.count(selected.samples)} samples, ${weightText(building, selected.total, selected.unit)} in all (${profile.weights[profile.defaultWeight]?.name ?? ''}), without idle time.`,
      ),
    },
    {
      kind: 'chart',
      number: building.figures.next(),
      title: `Flame graph of ${profile.name}`,
      titled: false,
      caption: `Callers above, callees below; width is the share of the weight.${boxes.cut ? ` Only the first ${boxes.depth} levels.` : ''}`,
      chart: { kind: 'flame', boxes: boxes.boxes, depth: boxes.depth },
      table: textTable([left('Function'), right('Total, %')], []),
    },
    {
      kind: 'table',
      title: `Functions of ${profile.name}`,
      titled: false,
      table: textTable(
        [left('Function', 0.6), right('Self', 0.13), right('Self, %', 0.13), right('Total, %', 0.14)],
        rows.map((row) => [
          [{ text: textAt(functions.functions.name, row) ?? '(no name)', mono: true }],
          weightText(building, functions.self[row]!, selected.unit),
          format.ratio(functions.self[row]! / total).replace(' %', ''),
          format.ratio(functions.total[row]! / total).replace(' %', ''),
        ]),
      ),
      note: [],
    },
  ];
}

function treeLayout(
  parent: Int32Array,
  total: Float64Array,
): { readonly left: Float64Array; readonly width: Float64Array; readonly total: number } {
  const start = new Float64Array(parent.length);
  const next = new Float64Array(parent.length);
  let roots = 0;
  for (let node = 0; node < parent.length; node++) {
    const above = parent[node]!;
    start[node] = above < 0 ? roots : next[above]!;
    if (above < 0) roots += total[node]!;
    else next[above]! += total[node]!;
    next[node] = start[node]!;
  }
  return { left: start, width: total, total: roots };
}

function differenceBlocks(building: Building, difference: ProfileDifference): Block[] {
  const { format } = building;
  const { attribution, functions, nodes, method, checks, unit } = difference;
  const name = (row: number): string => textAt(functions.functions.name, row) ?? '(no name)';
  const scaled = (value: number): string => scaledText(building, value, unit);
  const verdicts = Array.from(functions.self.verdict, (place) => differenceVerdicts[place]!);
  const judged = Array.from({ length: functions.functions.count }, (_, row) => row).filter(
    (row) => verdicts[row] === 'more' || verdicts[row] === 'less',
  );
  const bars = judged.slice(0, MAX_BARS);
  const change = (row: number): number => functions.self.candidate[row]! - functions.self.baseline[row]!;
  const barUnit = barScale(bars.map(change), unit);
  const boxes = flameBoxes(
    nodes.parent,
    nodes.rowStart,
    differenceLayout(nodes, 'max'),
    (node) => name(nodes.function[node]!),
    (node) => {
      const verdict = nodeVerdicts[nodes.verdict[node]!]!;
      if (verdict !== 'more' && verdict !== 'less') return 0;
      return Math.sign(nodes.colour[node]!) * nodes.strength[node]!;
    },
  );
  const failed = checks.filter(({ state }) => state === 'failed' || state === 'note');
  const blocks: Block[] = [
    { kind: 'paragraph', text: [{ text: attribution.sentence, strong: true }] },
    { kind: 'list', items: attribution.changes.slice(0, 5).map(({ sentence }) => plain(sentence)) },
    { kind: 'paragraph', text: [{ text: method.sentence, tone: 'quiet' }] },
  ];
  if (failed.length > 0)
    blocks.push({
      kind: 'list',
      items: failed.map((check) => [
        { text: `${check.name}: `, strong: true, sign: check.state === 'failed' ? 'failed' : 'note' },
        { text: check.message },
      ]),
    });
  blocks.push({
    kind: 'chart',
    number: building.figures.next(),
    title: 'Flame graph of the difference',
    titled: false,
    caption: `Width: the larger side. Orange with an outline: more in B; blue: less; grey: no change that could be told.${boxes.cut ? ` Only the first ${boxes.depth} levels.` : ''}`,
    chart: { kind: 'flame', boxes: boxes.boxes, depth: boxes.depth },
    table: textTable(
      [left('Function'), right('Change')],
      bars.map((row) => [name(row), scaled(change(row))]),
    ),
  });
  if (bars.length > 0)
    blocks.push({
      kind: 'chart',
      number: building.figures.next(),
      title: 'Functions that changed',
      titled: false,
      caption: 'Self weight of functions whose change could be told. Orange: more in B; blue: less.',
      chart: {
        kind: 'bars',
        unit: `self, ${barUnit.name}, B − A`,
        signed: true,
        bars: bars.map((row) => ({
          label: name(row),
          value: change(row) * barUnit.factor,
          text: `${format.signed(format.number(change(row) * barUnit.factor), change(row))}${functions.self.baseline[row] === 0 ? ' new' : ''}`,
          role: change(row) > 0 ? 'candidate' : 'baseline',
        })),
      },
      table: textTable(
        [left('Function'), right('A'), right('B'), right('Change')],
        bars.map((row) => [
          name(row),
          scaled(functions.self.baseline[row]!),
          scaled(functions.self.candidate[row]!),
          scaled(change(row)),
        ]),
      ),
    });
  return blocks;
}

const PER: Readonly<Record<DifferenceUnit['per'], string>> = {
  profile: '',
  total: ' of the total',
  second: ' per second',
  operation: ' per operation',
};

function scaledText(building: Building, value: number, unit: DifferenceUnit): string {
  const amount = unit.per === 'total' ? building.format.ratio(value) : weightText(building, value, unit.unit);
  return `${amount}${PER[unit.per]}`;
}

/** One unit for all bars: ms of ns, MB of bytes, per cent of shares. */
function barScale(
  changes: readonly number[],
  { unit, per }: DifferenceUnit,
): { name: string; factor: number } {
  if (per === 'total') return { name: `%${PER.total}`, factor: 100 };
  const most = Math.max(1e-12, ...changes.map(Math.abs));
  const steps = BAR_UNITS[unit] ?? [];
  const step = steps.find(({ from }) => most >= from) ?? { name: unit, factor: 1 };
  return { name: `${step.name}${PER[per]}`, factor: step.factor };
}

const BAR_UNITS: Partial<
  Record<WeightUnit, readonly { readonly name: string; readonly from: number; readonly factor: number }[]>
> = {
  ns: [
    { name: 's', from: 1e9, factor: 1e-9 },
    { name: 'ms', from: 1e5, factor: 1e-6 },
    { name: 'µs', from: 0, factor: 1e-3 },
  ],
  bytes: [
    { name: 'MB', from: 1e6, factor: 1e-6 },
    { name: 'kB', from: 1e3, factor: 1e-3 },
  ],
};
