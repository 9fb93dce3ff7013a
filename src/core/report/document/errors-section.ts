import { left, right, sideName, textTable, type Building } from './building.ts';
import { plain, type Block, type DocumentSection } from './report-document.ts';

const MAX_ROWS = 60;

/** Failures by transaction and message. */
export function errorsSection(building: Building): DocumentSection {
  const { format } = building;
  const blocks = building.data.runs.flatMap((facts): Block[] => {
    const { detail, run } = facts;
    if (detail === null) return [];
    const heading: Block = { kind: 'heading', level: 3, text: sideName(building, facts) };
    if (detail.errors.length === 0)
      return [heading, { kind: 'paragraph', text: plain('No request failed.') }];
    const shown = detail.errors.slice(0, MAX_ROWS);
    const since = (ms: number | null): string => (ms === null ? '–' : format.clock(ms));
    return [
      heading,
      {
        kind: 'table',
        title: `Errors of ${run.name}`,
        titled: true,
        table: textTable(
          [
            left('Transaction', 0.27),
            left('Code', 0.09),
            left('Message', 0.36),
            right('Count', 0.1),
            right('First, last', 0.18),
          ],
          shown.map((error) => [
            error.transaction || '–',
            error.code ?? '–',
            [{ text: error.message ?? '–', tone: 'quiet' }],
            format.count(error.count),
            `${since(error.firstMs)}, ${since(error.lastMs)}`,
          ]),
        ),
        note:
          detail.errors.length > shown.length
            ? [
                {
                  text: `${format.count(detail.errors.length - shown.length)} rarer groups are left out.`,
                  tone: 'quiet',
                },
              ]
            : [],
      },
    ];
  });
  return {
    id: 'errors',
    kind: 'errors',
    number: null,
    title: 'Errors',
    running: 'Errors',
    findingId: null,
    startsPage: false,
    blocks,
  };
}
