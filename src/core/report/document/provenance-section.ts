import { digestOf, left, right, textTable, type Building } from './building.ts';
import { plain, type Block, type DocumentSection, type Inline } from './report-document.ts';

/** From which files the figures come, and what made them of these. */
export function provenanceSection(building: Building): DocumentSection {
  const { data, edits, format } = building;
  const digest = digestOf(data);
  const rows: [string, readonly Inline[]][] = [
    ['Loadstone', plain(data.version)],
    ['Workspace', plain(data.workspace)],
    ['Printed', plain(format.instant(data.printedAtUs))],
  ];
  if (edits.settings.author !== '') rows.push(['Author', plain(edits.settings.author)]);
  if (digest !== null) rows.push(['All sources', [{ text: `SHA-256 ${digest}`, mono: true }]]);
  const { waivers, mapping } = edits.subject.comparison;
  for (const { code, reason } of waivers) rows.push([`Set aside: ${code}`, plain(reason)]);
  if (mapping.length > 0)
    rows.push([
      'Matched names',
      plain(mapping.map(({ baseline, candidate }) => `${baseline} = ${candidate}`).join('; ')),
    ]);
  return {
    id: 'provenance',
    kind: 'provenance',
    number: null,
    title: 'Provenance',
    running: 'Provenance',
    findingId: null,
    startsPage: false,
    blocks: [{ kind: 'facts', rows }, ...sourceTable(building)],
  };
}

function sourceTable({ data, format }: Building): Block[] {
  if (data.sources.length === 0) return [];
  return [
    {
      kind: 'table',
      title: 'Source files',
      titled: false,
      table: textTable(
        [
          left('File', 0.22),
          left('Format', 0.16),
          right('Size', 0.1),
          right('Rows', 0.1),
          right('Rejected', 0.08),
          left('SHA-256', 0.34),
        ],
        data.sources.map((source) => [
          [{ text: source.name, strong: true }],
          source.compression === 'none' ? source.formatLabel : `${source.formatLabel}, ${source.compression}`,
          format.bytes(source.sizeBytes),
          format.count(source.rows),
          format.count(source.rejectedRows),
          [{ text: source.sha256, mono: true }],
        ]),
      ),
      note: data.sources.flatMap(({ name, warnings }) =>
        warnings.slice(0, 5).map(({ message }): Inline => ({ text: `${name}: ${message} `, tone: 'quiet' })),
      ),
    },
  ];
}
