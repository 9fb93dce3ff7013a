import { TAG_PREFIX } from '#shared/model/condition-fields.ts';
import type { TailRow } from '#shared/model/drill-down.ts';
import type { FindingSettings } from '#shared/model/finding.ts';
import { count, duration, percent } from '../../diagnostics/honesty/words.ts';
import { evidence, figure, found, option, transactionOf, type FindingDraft, type RunRule } from '../draft.ts';
import type { RowFigures, RunEvidence, TailEvidence } from '../evidence.ts';

/** What says where a request was made or served; codes and names of requests say what it was. */
const PLACES: ReadonlySet<string> = new Set(['thread', 'thread-group', 'source']);
const NO_PLACES =
  /^(name|url|method|group|status|error|error_code|expected_response|proto|subproto|check|vu|iter|iteration|__iter|scenario_iter|tls_version)$/iu;
/** A part of the samples this large is no place, but the rest of one. */
const MAX_PART = 0.5;
/** Tails of fewer samples are anecdotes. */
const MIN_TAIL = 50;

/** One host, thread or injector that has much more of the slowest samples than of all, within a transaction. */
export const tailConcentrationRule: RunRule = (run, settings) =>
  found(
    ...run.tails.flatMap((tail) => {
      const row = run.figures.rows.get(tail.transactionId);
      const [worst] = tail.report.rows
        .filter((each) => isPlace(each.field) && each.value !== null && standsOut(each, tail, settings))
        .sort((a, b) => b.tailSamples * b.low - a.tailSamples * a.low);
      return row === undefined || worst === undefined ? [] : [draft(run, row, tail, worst)];
    }),
  );

function isPlace(field: string): boolean {
  if (PLACES.has(field)) return true;
  return field.startsWith(TAG_PREFIX) && !NO_PLACES.test(field.slice(TAG_PREFIX.length));
}

function standsOut(
  { low, tailSamples, samples }: TailRow,
  { report }: TailEvidence,
  { tailLift, tailPart }: FindingSettings,
): boolean {
  return (
    report.tailSamples >= MIN_TAIL &&
    low >= tailLift &&
    tailSamples >= tailPart * report.tailSamples &&
    samples <= MAX_PART * report.samples
  );
}

function draft(
  run: RunEvidence,
  row: RowFigures,
  { report, query }: TailEvidence,
  worst: TailRow,
): FindingDraft {
  const place = `${fieldName(worst.field)} ${worst.value ?? 'none'}`;
  const part = worst.tailSamples / report.tailSamples;
  const all = worst.samples / report.samples;
  const excess =
    (worst.tailSamples - report.tailSamples * all) *
    Math.max(0, (report.thresholdMs ?? 0) - (row.p50Ms ?? 0));
  return {
    rule: 'tail-concentration',
    subject: `${row.label}|${worst.field}=${worst.value ?? ''}`,
    title: `${place} has ${percent(part)} of the slowest ${row.label}`,
    statement: `Of the ${count(report.tailSamples)} slowest requests of ${row.label} (${duration(report.thresholdMs ?? 0)} and more), ${percent(part)} were of ${place}, which has ${percent(all)} of all: ${Number(worst.lift.toPrecision(2))} times its share (95 % confidence: ${Number(worst.low.toPrecision(2))} to ${Number(worst.high.toPrecision(2))}).`,
    severity: 'medium',
    confidence: 'high',
    confidenceReason: `The interval allows for slow stretches of time; ${count(worst.tailSamples)} samples of the tail.`,
    affected: { runIds: [run.run.id], transactions: transactionOf(run, row), span: run.judged },
    evidence: [
      evidence(
        'tail',
        'load',
        `${place}: ${count(worst.tailSamples)} of ${count(report.tailSamples)} slowest`,
        [
          figure('lift', 'factor', worst.lift, [worst.low, worst.high]),
          figure('share of the slowest', 'ratio', part),
          figure('share of all', 'ratio', all),
        ],
        query,
      ),
    ],
    unknowns: [`Whether ${place} is slow itself, or gets the harder requests.`],
    options: [
      option(
        `Compare ${place} with the others: version, placement, garbage collection`,
        'Takes access to it.',
      ),
      option(`Leave ${place} out and judge again`, 'In production it may not be left out.'),
    ],
    impact: Math.max(0, excess),
  };
}

function fieldName(field: string): string {
  const name = field.startsWith(TAG_PREFIX) ? field.slice(TAG_PREFIX.length) : field.replace('-', ' ');
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
