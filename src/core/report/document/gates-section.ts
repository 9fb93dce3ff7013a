import type { GatesEvaluation } from '#shared/model/gates.ts';
import { left, textTable, type Building } from './building.ts';
import { plain, type Block, type DocumentSection } from './report-document.ts';
import { outcomeInline } from './state-words.ts';
import { withoutRepeats } from './without-repeats.ts';

const MAX_EVIDENCE = 40;

/** Every gate with its sentence, and the evidence of those that did not pass. */
export function gatesSection(building: Building): DocumentSection {
  const { gates } = building.data;
  const blocks = gates.flatMap((evaluation) => [
    ...(gates.length > 1
      ? [{ kind: 'heading', level: 3, text: runName(building, evaluation) } as const]
      : []),
    ...evaluationBlocks(building, evaluation),
  ]);
  blocks.push(...toolVerdicts(building));
  return {
    id: 'gates',
    kind: 'gates',
    number: null,
    title: 'Gates and SLOs',
    running: 'Gates',
    findingId: null,
    startsPage: false,
    blocks,
  };
}

function runName({ data }: Building, { runId }: GatesEvaluation): string {
  return data.runs.find(({ run }) => run.id === runId)?.run.name ?? `Run ${runId}`;
}

function evaluationBlocks(building: Building, { results }: GatesEvaluation): Block[] {
  const { format } = building;
  const blocks: Block[] = [
    {
      kind: 'table',
      title: 'Gates',
      titled: true,
      table: textTable(
        [
          left('Gate', 0.13),
          left('Rule', 0.27),
          left('Result', 0.13),
          left('Enforcement', 0.12),
          left('Why', 0.35),
        ],
        results.map((gate) => [
          [{ text: gate.name, strong: true }],
          [{ text: gate.rule, mono: true }],
          [outcomeInline(gate.outcome)],
          gate.proposed ? `${gate.enforcement}, proposed` : gate.enforcement,
          [{ text: withoutRepeats(gate.sentence), tone: 'quiet' }],
        ]),
      ),
      note: results.some(({ proposed }) => proposed)
        ? [{ text: 'Proposed limits were taken from a run; nobody has agreed to them yet.', tone: 'quiet' }]
        : [],
    },
  ];
  for (const { name, evidence, outcome, counts } of results) {
    if (outcome === 'passed' || evidence.length < 2) continue;
    const open = evidence.filter((each) => each.outcome !== 'passed');
    const shown = open.slice(0, MAX_EVIDENCE);
    const total = counts.failed + counts['cannot-tell'];
    blocks.push({
      kind: 'table',
      title: `Evidence of the gate ${name}`,
      titled: false,
      table: textTable(
        [left(name, 0.32), left('Measured', 0.53), left('Result', 0.15)],
        shown.map((each) => [each.subject, each.measured, [outcomeInline(each.outcome)]]),
      ),
      note:
        total > shown.length
          ? [{ text: `${format.count(total - shown.length)} more are left out.`, tone: 'quiet' }]
          : [],
    });
  }
  return blocks;
}

/** Thresholds and checks that the load tool had itself. */
function toolVerdicts(building: Building): Block[] {
  const { format, data } = building;
  const blocks: Block[] = [];
  for (const { run, detail } of data.runs) {
    if (detail === null) continue;
    if (detail.thresholds.length > 0)
      blocks.push({
        kind: 'table',
        title: `Thresholds of the tool in ${run.name}`,
        titled: false,
        table: textTable(
          [left(`Threshold in ${run.name}`, 0.3), left('Expression', 0.4), left('Result', 0.3)],
          detail.thresholds.map(({ metric, expression, passed }) => [
            metric,
            [{ text: expression, mono: true }],
            [outcomeInline(passed === null ? 'cannot-tell' : passed ? 'passed' : 'failed')],
          ]),
        ),
        note: [],
      });
    if (detail.checks.length > 0)
      blocks.push({
        kind: 'table',
        title: `Checks of the tool in ${run.name}`,
        titled: false,
        table: textTable(
          [left(`Check in ${run.name}`, 0.6), left('Passed', 0.2), left('Failed', 0.2)],
          detail.checks.map(({ name, passed, failed }) => [name, format.count(passed), format.count(failed)]),
        ),
        note: plain(''),
      });
  }
  return blocks;
}
