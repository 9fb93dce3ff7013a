import { phaseNames } from '#shared/model/phases.ts';
import type { RunFacts } from '../gather/report-data.ts';
import { left, right, runInline, sideName, textTable, type Building } from './building.ts';
import { plain, type Block, type DocumentSection, type Inline } from './report-document.ts';

/** What was tested, how, and what the run went through; none where there is neither a run nor a word about it. */
export function testSections(building: Building): DocumentSection[] {
  const { settings } = building.edits;
  const given = [
    ['System under test', settings.systemUnderTest],
    ['Environment', settings.environment],
    ['Objective', settings.objective],
  ] as const;
  const facts = given.flatMap(([name, text]): [string, readonly Inline[]][] =>
    text === '' ? [] : [[name, plain(text)]],
  );
  const blocks: Block[] = facts.length === 0 ? [] : [{ kind: 'facts', rows: facts }];
  if (building.data.runs.length > 0) blocks.push(runTable(building));
  if (blocks.length === 0) return [];
  for (const run of building.data.runs) blocks.push(...phaseBlocks(building, run));
  return [
    {
      id: 'test',
      kind: 'test',
      number: null,
      title: building.data.runs.length > 0 ? 'Test and phases' : 'Test',
      running: 'Test and results',
      findingId: null,
      startsPage: true,
      blocks,
    },
  ];
}

function runTable(building: Building): Block {
  const { format, data } = building;
  return {
    kind: 'table',
    title: 'Runs',
    titled: false,
    table: {
      columns: [
        left('Run', 0.25),
        left('Tool', 0.12),
        left('Started', 0.23),
        right('Duration', 0.13),
        right('Samples', 0.13),
        left('Kind of test', 0.14),
      ],
      oneLine: false,
      rows: data.runs.map((facts) => [
        runInline(building, facts),
        plain(`${facts.run.tool}${facts.run.toolVersion === null ? '' : ` ${facts.run.toolVersion}`}`),
        plain(format.instant(facts.run.startedAtUs)),
        plain(format.duration(facts.run.durationMs)),
        plain(format.count(facts.run.samples)),
        plain(facts.phases === null ? 'report of a tool' : facts.phases.testTypes.join(', ') || 'not clear'),
      ]),
    },
    note: [],
  };
}

function phaseBlocks(building: Building, facts: RunFacts): Block[] {
  const { format } = building;
  const { phases } = facts;
  const heading: Block = { kind: 'heading', level: 3, text: `Phases: ${sideName(building, facts)}` };
  if (phases === null) {
    return [
      heading,
      {
        kind: 'paragraph',
        text: plain('The file holds the figures of a report, not samples: phases cannot be told.'),
      },
    ];
  }
  const blocks: Block[] = [
    heading,
    {
      kind: 'table',
      title: `Phases of ${facts.run.name}`,
      titled: true,
      table: textTable(
        [left('Phase', 0.12), left('From, to', 0.16), right('Length', 0.14), left('Why', 0.58)],
        phases.phases.map(({ kind, fromMs, toMs, reason, edited }) => [
          [{ text: phaseNames[kind], strong: kind === 'steady' }],
          `${format.clock(fromMs)} to ${format.clock(toMs)}`,
          format.duration(toMs - fromMs),
          [{ text: edited ? `Set by a person. ${reason}` : reason, tone: 'quiet' }],
        ]),
      ),
      note: phases.note === null ? [] : [{ text: phases.note, tone: 'quiet' }],
    },
  ];
  if (phases.spikes.length > 0) {
    blocks.push({
      kind: 'table',
      title: `Spikes of ${facts.run.name}`,
      titled: false,
      table: textTable(
        [
          left('Spike'),
          right('p95 before, ms'),
          right('p95 at the peak, ms'),
          right('Recovery'),
          right('Failures above usual'),
          right('Backlog, requests'),
        ],
        phases.spikes.map((spike) => [
          `${format.clock(spike.span.fromMs)} to ${format.clock(spike.span.toMs)}`,
          format.number(spike.baselineP95Ms),
          format.number(spike.peakP95Ms),
          spike.recoveryMs === null
            ? `none within ${format.duration(spike.waitedMs)}`
            : format.duration(spike.recoveryMs),
          format.number(spike.excessFailures),
          format.number(spike.backlog),
        ]),
      ),
      note: [],
    });
  }
  return blocks;
}
