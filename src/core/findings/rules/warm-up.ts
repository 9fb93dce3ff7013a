import { count, duration, offset, percent } from '../../diagnostics/honesty/words.ts';
import {
  evidence,
  figure,
  found,
  option,
  SILENT,
  transactionsById,
  rowFigures,
  type RunRule,
} from '../draft.ts';
import { someOf } from '../words.ts';

/** Figures with the warm-up in them differ from those of the steady phase (method E1). */
export const warmUpRule: RunRule = (run, { warmUpDifference }) => {
  if (run.warmUp === null || run.judged === null) return SILENT;
  const { alone, together } = run.warmUp;
  const [steady, mixed, before] = [run.figures.overall.p95Ms, together.overall.p95Ms, alone.overall.p95Ms];
  if (steady === null || mixed === null || before === null || steady <= 0) return SILENT;
  const difference = mixed / steady - 1;
  if (before <= steady || difference < warmUpDifference) return SILENT;
  const samples = alone.overall.samples ?? 0;
  const lengthMs = (alone.filter.time?.toMs ?? 0) - (alone.filter.time?.fromMs ?? 0);
  return found({
    rule: 'warm-up',
    subject: '*',
    title: `With the warm-up, p95 reads ${percent(difference)} too high`,
    statement: `The first ${duration(lengthMs)} under full load had a p95 of ${duration(before)}, the steady phase has ${duration(steady)}; both together read ${duration(mixed)}. Figures of Loadstone leave the warm-up out; reports of the load tool include it.`,
    severity: 'low',
    confidence: 'high',
    confidenceReason: `MSER-5 cut the warm-up at ${offset(run.judged.fromMs)}; it has ${count(samples)} samples.`,
    affected: { runIds: [run.run.id], transactions: [], span: alone.filter.time },
    evidence: [
      evidence(
        'warm-up:steady',
        'load',
        `Steady phase: p95 ${duration(steady)}`,
        rowFigures(run.figures.overall),
        run.figures.query,
      ),
      evidence(
        'warm-up:together',
        'load',
        `With the warm-up: p95 ${duration(mixed)}`,
        rowFigures(together.overall),
        together.query,
      ),
    ],
    unknowns: ['Whether users in production meet a system that has just started.'],
    options: [
      option('Compare and report the steady phase', 'What new instances do to users is not in it.', {
        effort: 'none',
      }),
      option('Warm the system up before it takes requests', 'Deployments take longer.'),
    ],
    impact: Math.max(0, ((alone.overall.meanMs ?? 0) - (run.figures.overall.meanMs ?? 0)) * samples),
  });
};

/** The very first requests of a transaction take several times as long as its slow ones later on. */
export const coldStartRule: RunRule = (run, { coldStartFactor }) => {
  const slow = run.firstRequests.flatMap((first) => {
    const row = run.figures.rows.get(first.transactionId);
    // The median of the first ones beyond p95 of the later ones is no chance: 0.05 to the power of five.
    return row?.counted === true &&
      row.p95Ms !== null &&
      row.p95Ms > 0 &&
      first.medianMs >= coldStartFactor * row.p95Ms
      ? [{ first, row, p95Ms: row.p95Ms }]
      : [];
  });
  const [worst] = [...slow].sort((a, b) => b.first.medianMs / b.p95Ms - a.first.medianMs / a.p95Ms);
  if (worst === undefined) return SILENT;
  const untilMs = Math.max(...slow.map(({ first }) => first.untilMs));
  const transactions = transactionsById(
    run,
    slow.map(({ first }) => first.transactionId),
  );
  const impact = slow.reduce(
    (sum, { first, row }) => sum + first.samples * Math.max(0, first.medianMs - (row.p50Ms ?? 0)),
    0,
  );
  return found({
    rule: 'cold-start',
    subject: '*',
    title: `The first requests are slow: ${worst.row.label} starts at ${duration(worst.first.medianMs)}`,
    statement: `The median of the first ${count(worst.first.samples)} requests of ${someOf(transactions.map(({ label }) => label))} is ${duration(worst.first.medianMs)} and more than ${Number(coldStartFactor.toPrecision(2))} times the later p95 (${duration(worst.p95Ms)}). It is over after ${duration(untilMs)}.`,
    severity: 'low',
    confidence: 'high',
    confidenceReason: 'Half of the first ten requests are slower than nearly all later ones.',
    affected: { runIds: [run.run.id], transactions, span: { fromMs: 0, toMs: Math.max(1, untilMs) } },
    evidence: [
      evidence(
        'cold-start',
        'load',
        `First ${count(worst.first.samples)} requests: median ${duration(worst.first.medianMs)}`,
        slow
          .slice(0, 20)
          .map(({ first, row }) => figure(`${row.label}, first ${first.samples}`, 'ms', first.medianMs)),
        worst.first.query,
      ),
      evidence(
        'cold-start:later',
        'load',
        `Later p95: ${duration(worst.p95Ms)}`,
        slow.slice(0, 20).map(({ row, p95Ms }) => figure(`${row.label}, p95`, 'ms', p95Ms)),
        run.figures.query,
      ),
    ],
    unknowns: ['What is done for the first time: connections, caches, code that is compiled.'],
    options: [
      option('Make requests to a new instance before it takes those of users', 'Deployments take longer.'),
      option('Accept it', 'The first users after a deployment wait.', { effort: 'none' }),
    ],
    impact,
  });
};
