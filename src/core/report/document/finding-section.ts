import type { FindingFigure } from '#shared/model/finding.ts';
import type { FigureChange, PrintedEvidence, PrintedFinding } from '#shared/model/report-findings.ts';
import {
  countOf,
  findingAnchor,
  isComparison,
  left,
  printedFindings,
  right,
  textTable,
  type Building,
} from './building.ts';
import { curveLines, trustedTo } from './curve-lines.ts';
import { pictureBlock } from './picture-section.ts';
import { plain, type Block, type DocumentSection, type Inline, type Table } from './report-document.ts';
import { confidenceInline, severityInline } from './state-words.ts';

/** One section per finding; those that matter most begin a page. */
export function findingSections(building: Building): DocumentSection[] {
  return printedFindings(building).map((finding, place) => {
    const number = String(finding.number ?? place + 1);
    return {
      id: findingAnchor(finding),
      kind: 'findings',
      number,
      title: finding.title,
      running: `Finding ${number}`,
      findingId: finding.id,
      startsPage: place === 0 || finding.severity === 'high',
      blocks: findingBlocks(building, finding),
    };
  });
}

function findingBlocks(building: Building, finding: PrintedFinding): Block[] {
  const blocks: Block[] = [
    { kind: 'paragraph', text: headline(building, finding), keep: true },
    ...finding.statement
      .split(/\n+/u)
      .map((text): Block => ({ kind: 'paragraph', text: plain(text.trim()) })),
  ];
  if (finding.changes.length > 0) blocks.push(...changedFigures(building, finding.changes));
  const curves = building.data.findingCurves.find(({ findingId }) => findingId === finding.id);
  if (curves !== undefined) blocks.push(curveBlock(building, finding, curves.curves));
  blocks.push(
    ...building.edits.attachments
      .filter(({ findingId }) => findingId === finding.id)
      .flatMap((attachment) => pictureBlock(building, attachment)),
  );
  blocks.push(...evidenceBlocks(building, finding.evidence));
  if (finding.unknowns.length > 0) {
    blocks.push(
      { kind: 'heading', level: 3, text: 'What is not known' },
      { kind: 'list', items: finding.unknowns.map(plain) },
    );
  }
  if (finding.options.length > 0)
    blocks.push({ kind: 'heading', level: 3, text: 'Options' }, options(finding));
  return blocks;
}

/** Severity, confidence with its reason, what is affected, and who stands behind it. */
function headline(building: Building, finding: PrintedFinding): readonly Inline[] {
  const { format } = building;
  const scope = scopeText(building, finding);
  const { signature } = finding;
  const status: Inline =
    signature === null
      ? {
          text:
            finding.rule === null ? 'written by a person, not signed' : 'suggested by Loadstone, not signed',
          tone: 'quiet',
        }
      : {
          text: `signed${signature.by === '' ? '' : ` by ${signature.by}`}, ${format.day(signature.atUs)}`,
          sign: 'signed',
          tone: 'good',
        };
  return [
    severityInline(finding.severity, 'severity'),
    { text: '   ' },
    confidenceInline(finding.confidence),
    ...(finding.confidenceReason === ''
      ? []
      : [{ text: ` (${finding.confidenceReason.replace(/\.$/u, '')})`, tone: 'quiet' } as const]),
    { text: '   ' },
    ...(scope === '' ? [] : [{ text: scope, tone: 'quiet' } as const, { text: '   ' }]),
    status,
  ];
}

function scopeText(building: Building, { transactions, span }: PrintedFinding): string {
  const { format } = building;
  const shown = transactions.slice(0, 3).join(', ');
  const more = transactions.length - 3;
  return [
    more > 0 ? `${shown} and ${countOf(building, more, 'more transaction')}` : shown,
    span === null ? '' : `${format.clock(span.fromMs)} to ${format.clock(span.toMs)}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** A signature does not hold for other figures: old → new. */
function changedFigures({ format }: Building, changes: readonly FigureChange[]): Block[] {
  const side = (change: FigureChange, which: 'was' | 'now'): string => {
    const figures = change[which];
    if (figures === null) return which === 'was' ? 'not there' : 'not there any more';
    const value = format.figure(figures.value, change.unit);
    return figures.baseline === null ? value : `${format.figure(figures.baseline, change.unit)} → ${value}`;
  };
  return [
    {
      kind: 'paragraph',
      text: [
        {
          text: 'Figures have changed since this was signed; the signature does not hold any more.',
          sign: 'note',
          tone: 'warn',
          strong: true,
        },
      ],
    },
    {
      kind: 'table',
      title: 'Figures that have changed since this was signed',
      titled: false,
      table: textTable(
        [left('Figure', 0.4), right('When it was signed', 0.3), right('Now', 0.3)],
        changes.map((change) => [change.name, side(change, 'was'), side(change, 'now')]),
      ),
      note: [],
    },
  ];
}

function curveBlock(
  building: Building,
  { title, transactions }: PrintedFinding,
  curves: Building['data']['findingCurves'][number]['curves'],
): Block {
  const { format } = building;
  const counts = curves.map(({ side, curve }) =>
    isComparison(building)
      ? `${format.count(curve.samples)} (${side === 'baseline' ? 'A' : 'B'})`
      : format.count(curve.samples),
  );
  const lines = curveLines(
    curves.map(({ side, curve }) => ({
      name: !isComparison(building)
        ? (transactions[0] ?? title)
        : side === 'baseline'
          ? 'A, baseline'
          : 'B, candidate',
      role: isComparison(building) ? side : 'p95',
      curve,
    })),
  );
  return {
    kind: 'chart',
    number: building.figures.next(),
    title: `Response time by percentile: ${transactions[0] ?? title}`,
    titled: false,
    caption: `Percentile curve, all samples of the judged part, n ${counts.join(' and ')}. Grey: fewer than ten samples lie beyond.`,
    chart: { kind: 'curve', lines, marked: 95, trustedTo: trustedTo(curves.map(({ curve }) => curve)) },
    table: curveTable(building, lines),
  };
}

const TABLE_PERCENTILES = [50, 75, 90, 95, 99, 99.9];

/** The curve at the percentiles that people ask for. */
export function curveTable({ format }: Building, lines: ReturnType<typeof curveLines>): Table {
  const at = (line: (typeof lines)[number], percentile: number): number | null => {
    const place = line.x.findIndex((each) => each >= percentile);
    return place < 0 ? null : (line.y[place] ?? null);
  };
  return textTable(
    [left('Percentile'), ...lines.map(({ name }) => right(`${name}, ms`))],
    TABLE_PERCENTILES.map((percentile) => [
      `p${percentile}`,
      ...lines.map((line) => format.number(at(line, percentile))),
    ]),
  );
}

/** One table for all figures, with the evidence that they stand in, and the queries that give them again. */
function evidenceBlocks(building: Building, evidence: readonly PrintedEvidence[]): Block[] {
  const { format } = building;
  if (evidence.length === 0) return [];
  const blocks: Block[] = [{ kind: 'heading', level: 3, text: 'Evidence' }];
  const withFigures = evidence.filter(({ figures }) => figures.length > 0);
  const queries = evidence.flatMap(({ query }) => (query === null ? [] : [query]));
  const distinct = [...new Set(queries.map((query) => JSON.stringify(query)))];
  const queryOf = ({ query }: PrintedEvidence): string =>
    query === null ? 'typed' : String(distinct.indexOf(JSON.stringify(query)) + 1);
  const hasBaseline = withFigures.some(({ figures }) => figures.some(({ baseline }) => baseline !== null));
  const interval = (figure: FindingFigure): string => {
    const { low, high, change, unit } = figure;
    if (low === null && high === null) return '–';
    const text = (value: number | null): string =>
      value === null ? 'open' : change === null ? format.figure(value, unit) : format.change(value, unit);
    return `${text(low)} to ${text(high)}`;
  };
  const bare = evidence.filter(({ figures }) => figures.length === 0);
  if (bare.length > 0) blocks.push({ kind: 'list', items: bare.map(({ label }) => plain(label)) });
  if (withFigures.length > 0) {
    blocks.push({
      kind: 'table',
      title: 'Evidence',
      titled: true,
      table: {
        columns: hasBaseline
          ? [
              left('Figure', 0.38),
              { ...right('A', 0.13), tone: 'a' },
              { ...right('B', 0.13), tone: 'b' },
              right('Change', 0.12),
              right('95 % interval', 0.18),
              right('Query', 0.06),
            ]
          : [left('Figure', 0.5), right('Value', 0.2), right('95 % interval', 0.22), right('Query', 0.08)],
        oneLine: false,
        rows: withFigures.flatMap((each) =>
          each.figures.map((figure, place): readonly (readonly Inline[])[] => {
            const name = figureName(each, figure.name, place);
            const value = [{ text: format.figure(figure.value, figure.unit) }];
            const ends = [[{ text: interval(figure), tone: 'quiet' } as const], [{ text: queryOf(each) }]];
            if (!hasBaseline) return [name, value, ...ends];
            return [
              name,
              [{ text: format.figure(figure.baseline, figure.unit) }],
              value,
              [{ text: format.change(figure.change, figure.unit) }],
              ...ends,
            ];
          }),
        ),
      },
      note: queryNotes(distinct),
    });
  }
  return blocks;
}

/**
 * The label of the evidence stands with its first figure; where it names a single figure, it stands alone; where both sides
 * have columns of their own, its sample counts are enough.
 */
function figureName({ label, figures }: PrintedEvidence, name: string, place: number): readonly Inline[] {
  const counts = /\bn [\d,.\u202f\u00a0 ]+(?: and [\d,.\u202f\u00a0 ]+)?/u.exec(label)?.[0].trim();
  if (figures[place]?.baseline !== null && counts !== undefined)
    return [
      { text: name, strong: true },
      { text: `  ${counts}`, tone: 'quiet' },
    ];
  if (figures.length === 1 && label.toLowerCase().includes(name.toLowerCase().replace(/^.*, /u, '')))
    return [{ text: label, strong: true }];
  if (place > 0 || label === name) return [{ text: name, strong: true }];
  return [
    { text: name, strong: true },
    { text: `  ${label}`, tone: 'quiet' },
  ];
}

/** `1: compare.run {…}`: with these the engine gives the same figures again. */
function queryNotes(queries: readonly string[]): readonly Inline[] {
  return queries.flatMap((text, place): Inline[] => {
    const { method, params } = JSON.parse(text) as { method: string; params: unknown };
    const parameters = JSON.stringify(params);
    const shown = parameters.length > 120 ? `${parameters.slice(0, 119)}…` : parameters;
    return [
      { text: `${place === 0 ? 'Query ' : '; '}${place + 1}: `, tone: 'quiet' },
      { text: `${method} ${shown}`, mono: true, tone: 'quiet' },
    ];
  });
}

function options({ options: all }: PrintedFinding): Block {
  const chosen = all.some((option) => option.chosen);
  return {
    kind: 'table',
    title: 'Options',
    titled: true,
    table: textTable(
      [left('Option', 0.36), left('Expected gain', 0.18), left('Effort', 0.12), left('Trade-off', 0.34)],
      all.map((option, place) => [
        [
          { text: option.action, strong: chosen ? option.chosen : place === 0 },
          ...(option.chosen ? [{ text: ' (recommended)', tone: 'good' } as const] : []),
        ],
        option.expected ?? '–',
        option.effort ?? '–',
        [{ text: option.tradeOff, tone: 'quiet' }],
      ]),
    ),
    note: chosen || all.length < 2 ? [] : [{ text: 'Suggested: the first.', tone: 'quiet' }],
  };
}
