import type { FindingEvidence } from '#shared/model/finding.ts';
import { namedHolder } from '#shared/model/heap-holder.ts';
import { count } from '../../diagnostics/honesty/words.ts';
import { evidence, figure, found, option, type BundleRule, type FindingDraft } from '../draft.ts';
import type { HeapEvidence } from '../evidence.ts';
import { bytes } from '../words.ts';

type Growing = HeapEvidence['growing'][number];

/** One cause: what grows, and what grows only because this holds it. */
interface Leak {
  readonly main: Growing;
  readonly held: readonly Growing[];
}

/** What grows from snapshot to snapshot with the work that was done (method P10). */
export const heapLeakRule: BundleRule = ({ heap }, { maxPerRule }) =>
  found(
    ...heap.flatMap((series) => {
      const leaks = byCause(series.growing.filter(({ verdict }) => verdict === 'leak')).slice(0, maxPerRule);
      // A candidate beside a leak is mostly a part of it.
      const told = leaks.length > 0 ? leaks : series.growing.slice(0, 1).map((main) => ({ main, held: [] }));
      return told.map((leak) => draft(series, leak));
    }),
  );

/**
 * An object that leaks takes with it what it holds. Where nearly all new instances of a class are held by the way that leads
 * to another class and on through it, the outermost of them is told, with the others as its evidence.
 */
function byCause(leaks: readonly Growing[]): Leak[] {
  const outermost = (inner: Growing): Growing =>
    leaks
      .filter((outer) => holds(outer, inner))
      .reduce<Growing>((a, b) => (b.retainerPath.length < a.retainerPath.length ? b : a), inner);
  return leaks
    .filter((leak) => outermost(leak) === leak)
    .map((main) => ({ main, held: leaks.filter((leak) => leak !== main && outermost(leak) === main) }));
}

/** The way to `inner` leads through `outer`: all steps to that one, its class the last of them, and more. */
function holds(outer: Growing, inner: Growing): boolean {
  const [way, longer] = [outer.retainerPath, inner.retainerPath];
  return (
    outer.heldAlike &&
    inner.heldAlike &&
    way.length > 0 &&
    endsWith(way, outer.name) &&
    longer.length > way.length &&
    way.every((step, place) => longer[place] === step)
  );
}

function endsWith(path: readonly string[], name: string): boolean {
  return path.at(-1) === name || path.at(-1)?.endsWith(` › ${name}`) === true;
}

/** The way without the instance itself. */
function holderPath({ retainerPath, name }: Growing): readonly string[] {
  return endsWith(retainerPath, name) ? retainerPath.slice(0, -1) : retainerPath;
}

function draft(series: HeapEvidence, { main, held }: Leak): FindingDraft {
  const { name, verdict, perOperation, low, high, operationsKnown } = main;
  const holder = holderPath(main);
  const per = operationsKnown ? 'per request' : 'per snapshot';
  const [scaled, scale] = operationsKnown
    ? [perOperation * 1000, ' per 1,000 requests']
    : [perOperation, ' per snapshot'];
  const [from, to] = main.bytes;
  const leak = verdict === 'leak';
  return {
    rule: 'heap-leak',
    subject: `${series.seriesName}|${main.key}`,
    title: leak ? `${name} leaks ${bytes(scaled)}${scale}` : `${name} may leak: it grew in every snapshot`,
    statement: `Over ${count(series.snapshots)} snapshots of ${series.seriesName} ${name} went from ${bytes(from)} to ${bytes(to)}, ${bytes(perOperation)} ${per} (${bytes(low)} to ${bytes(high)}).${holder.length === 0 ? '' : ` Most of what is new is held by ${shortPath(holder)}.`}${heldSentence(main, held, per)}`,
    severity: leak ? 'high' : 'low',
    confidence: leak ? 'high' : 'low',
    confidenceReason:
      main.evidence.length === 0 ? 'By the trend over the snapshots alone.' : main.evidence.join(' '),
    affected: { runIds: series.runId === null ? [] : [series.runId], transactions: [], span: null },
    evidence: [
      growthEvidence(series, main, 'growth', `${bytes(from)} → ${bytes(to)}`),
      ...held.map((each) =>
        growthEvidence(
          series,
          each,
          `growth:${each.key}`,
          `${each.name}, held by it: ${bytes(each.bytes[0])} → ${bytes(each.bytes[1])}`,
        ),
      ),
    ],
    unknowns: [
      ...(leak ? [] : ['Whether it goes on: more snapshots tell.']),
      ...(operationsKnown
        ? []
        : ['Growth per request: how many were done before each snapshot is not known.']),
    ],
    options: [
      option(
        holder.length === 0
          ? `Find what holds on to ${name}`
          : `Let ${namedHolder(holder)} go of ${name} when it is done`,
        'Whoever still reads it must not.',
      ),
      option('Bound what holds it, as a cache with a size', 'What falls out is made again.'),
      option('Restart before memory runs out', 'Hides it.', { effort: 'low' }),
    ],
    impact: 0,
  };
}

function heldSentence(main: Growing, held: readonly Growing[], per: string): string {
  if (held.length === 0) return '';
  const names = held.map(({ name }) => name);
  const together = [main, ...held].reduce((sum, { perOperation }) => sum + perOperation, 0);
  return ` What it holds grows with it: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}; together ${bytes(together)} ${per}.`;
}

function growthEvidence(series: HeapEvidence, growing: Growing, id: string, went: string): FindingEvidence {
  const { operationsKnown, perOperation, low, high, bytes: sizes } = growing;
  return evidence(
    id,
    'heap',
    `${went} over ${count(series.snapshots)} snapshots`,
    [
      figure(
        operationsKnown ? 'growth per operation' : 'growth per snapshot',
        operationsKnown ? 'bytes-per-operation' : 'bytes',
        perOperation,
        [low, high],
      ),
      figure('first snapshot', 'bytes', sizes[0]),
      figure('last snapshot', 'bytes', sizes[1]),
    ],
    series.query,
  );
}

/** Where a path starts and what holds on to it; what lies between is on the heap screen. */
function shortPath(steps: readonly string[]): string {
  const shown = steps.length <= 7 ? steps : [...steps.slice(0, 2), '…', ...steps.slice(-4)];
  return shown.join(' → ');
}
