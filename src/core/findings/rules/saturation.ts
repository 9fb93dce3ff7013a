import type { Capacity, LoadPoint } from '#shared/model/capacity.ts';
import { headroomOf } from '#shared/model/headroom.ts';
import type { FindingEvidence, FindingQuery, FindingSettings } from '#shared/model/finding.ts';
import { count, duration, offset, percent } from '../../diagnostics/honesty/words.ts';
import { evidence, figure, found, option, SILENT, type FindingDraft, type RunRule } from '../draft.ts';
import type { RunEvidence } from '../evidence.ts';

/** Throughput that stops growing, where it bends, and where it breaks (methods E4 and E5). */
export const saturationRule: RunRule = (run, settings, { expectedPerSec }) => {
  const { capacity } = run;
  if (capacity === null) return SILENT;
  const { saturation, latencyKnee, throughputKnee, breaking } = capacity;
  const findings: FindingDraft[] = [];
  if (saturation !== null || breaking !== null)
    findings.push(limitDraft(run, capacity, settings, expectedPerSec));
  else if (latencyKnee !== null || throughputKnee !== null)
    findings.push(kneeDraft(run, capacity, latencyKnee ?? throughputKnee!, settings));
  return {
    findings,
    notMeasured: capacity.notes.length === 0 ? [] : [`Capacity: ${capacity.notes.join(' ')}`],
  };
};

/** Whether capacity leaves room over the load that is expected. */
export const headroomRule: RunRule = (run, settings, { expectedPerSec }) => {
  const { capacity } = run;
  if (capacity === null || expectedPerSec === null) return SILENT;
  const headroom = headroomOf(capacity, expectedPerSec, settings.headroom);
  if (headroom === null || headroom.verdict === 'enough' || headroom.verdict === 'shown') return SILENT;
  const { wantedPerSec: wanted, leastPerSec: least, times: has } = headroom;
  const { sustainablePerSec } = capacity;
  if (sustainablePerSec === null) {
    return {
      findings: [],
      notMeasured: [
        `Headroom: ${rate(least)} was shown without a limit, and ${rate(wanted)} is wanted (${number(settings.headroom)} times ${rate(expectedPerSec)}). Test with more load.`,
      ],
    };
  }
  return found({
    rule: 'capacity',
    subject: '*',
    title: `Capacity is ${number(has)} times the expected load, not ${number(settings.headroom)} times`,
    statement: `The system sustains ${rate(sustainablePerSec)} (95 % sure of ${rate(least)}), and ${rate(wanted)} is wanted: ${number(settings.headroom)} times the expected ${rate(expectedPerSec)}.`,
    severity: sustainablePerSec < expectedPerSec ? 'high' : 'medium',
    confidence: capacity.scalability === null ? 'medium' : 'high',
    confidenceReason:
      capacity.scalability === null
        ? 'Taken from where throughput stopped growing; no scalability law could be fitted.'
        : 'Least of the point of saturation, the knee, and the peak of the fitted scalability law.',
    affected: { runIds: [run.run.id], transactions: [], span: null },
    evidence: [capacityEvidence(run, capacity, settings)],
    unknowns: ['Whether production has the same machines, data and mix.'],
    options: capacityOptions(),
    impact: 0,
  });
};

function limitDraft(
  run: RunEvidence,
  capacity: Capacity,
  settings: FindingSettings,
  expectedPerSec: number | null,
): FindingDraft {
  const { saturation, breaking } = capacity;
  const most = capacity.levels.at(-1);
  const unit = capacity.concurrency === 'threads' ? 'users' : 'requests under way';
  const limit = saturation ?? {
    users: breaking!.users,
    throughputPerSec: breaking!.throughputPerSec,
    p95Ms: null,
  };
  const wanted = expectedPerSec === null ? null : expectedPerSec * settings.headroom;
  const broken =
    breaking === null
      ? ''
      : breaking.reason === 'errors'
        ? ` From ${count(Math.round(breaking.users))} ${unit} on (${offset(breaking.atMs)}) ${percent(breaking.errorRate)} of the requests fail.`
        : ` From ${count(Math.round(breaking.users))} ${unit} on (${offset(breaking.atMs)}) throughput falls.`;
  const slower =
    saturation?.p95Ms != null && most?.p95Ms != null
      ? ` p95 rises from ${duration(saturation.p95Ms)} there to ${duration(most.p95Ms)} at ${count(Math.round(most.users))}.`
      : '';
  const stops =
    saturation === null
      ? ''
      : `Above ${count(Math.round(saturation.users))} ${unit}, 10 % more of them give less than ${percent(settings.saturationGain)} more throughput: it stays at about ${rate(saturation.throughputPerSec)}.${slower}`;
  return {
    rule: 'saturation',
    subject: '*',
    title:
      saturation === null
        ? `It breaks at ${count(Math.round(limit.users))} ${unit}`
        : `Throughput stops growing at ${rate(saturation.throughputPerSec)}, ${count(Math.round(saturation.users))} ${unit}`,
    statement: `${stops}${broken}`.trim(),
    severity:
      breaking?.reason === 'errors' || (wanted !== null && limit.throughputPerSec < wanted)
        ? 'high'
        : 'medium',
    confidence: capacity.levels.length >= 8 ? 'high' : 'medium',
    confidenceReason: `${count(capacity.levels.length)} different loads were measured, up to ${number((most?.users ?? 0) / Math.max(limit.users, 1e-9))} times this one.`,
    affected: {
      runIds: [run.run.id],
      transactions: [],
      span: breaking === null ? null : { fromMs: breaking.atMs, toMs: run.run.durationMs },
    },
    evidence: [capacityEvidence(run, capacity, settings)],
    unknowns: [
      'What runs out: CPU, connections, threads or locks look alike from here. Attach resources, or a profile under this load.',
      ...(capacity.concurrency === 'threads'
        ? ['Pauses of users count as concurrency; the number of users holds for pauses as long as these.']
        : []),
    ],
    options: capacityOptions(),
    impact: impactOf(capacity, settings),
  };
}

function kneeDraft(
  run: RunEvidence,
  capacity: Capacity,
  knee: LoadPoint,
  settings: FindingSettings,
): FindingDraft {
  const unit = capacity.concurrency === 'threads' ? 'users' : 'requests under way';
  return {
    rule: 'knee',
    subject: '*',
    title: `The curve bends at ${rate(knee.throughputPerSec)}, ${count(Math.round(knee.users))} ${unit}`,
    statement: `Beyond ${count(Math.round(knee.users))} ${unit} more load costs more response time than it gives throughput. The system was not saturated in this run.`,
    severity: 'info',
    confidence: 'low',
    confidenceReason: 'A bend can always be found in a curved line; it is no limit.',
    affected: { runIds: [run.run.id], transactions: [], span: null },
    evidence: [capacityEvidence(run, capacity, settings)],
    unknowns: ['Where the limit is: the load did not reach it.'],
    options: [option('Test with more load', 'Takes a longer run.')],
    impact: 0,
  };
}

/** Failures, and what the levels beyond saturation took longer than it. */
function impactOf({ levels, saturation, bucketMs }: Capacity, settings: FindingSettings): number {
  let sum = 0;
  for (const { users, throughputPerSec, p95Ms, errorRate, buckets } of levels) {
    const samples = (throughputPerSec * buckets * bucketMs) / 1000;
    if (saturation !== null && users <= saturation.users) continue;
    sum += samples * errorRate * settings.failureCostMs;
    if (saturation?.p95Ms != null && p95Ms !== null)
      sum += samples * 0.05 * Math.max(0, p95Ms - saturation.p95Ms);
  }
  return sum;
}

function capacityEvidence(run: RunEvidence, capacity: Capacity, settings: FindingSettings): FindingEvidence {
  const { saturation, latencyKnee, throughputKnee, breaking, scalability } = capacity;
  const query: FindingQuery = {
    method: 'capacity.get',
    params: { runId: run.run.id, gain: Math.min(settings.saturationGain, 0.1) },
  };
  const point = (name: string, at: LoadPoint | null) =>
    at === null
      ? []
      : [
          figure(`${name}: load`, 'users', at.users),
          figure(`${name}: throughput`, 'per-second', at.throughputPerSec),
          ...(at.p95Ms === null ? [] : [figure(`${name}: p95`, 'ms', at.p95Ms)]),
        ];
  return evidence(
    'capacity',
    'load',
    `Throughput against concurrency, ${count(capacity.levels.length)} loads`,
    [
      ...point('saturation', saturation),
      ...point('knee of response times', latencyKnee),
      ...point('knee of throughput', throughputKnee),
      ...(breaking === null
        ? []
        : [
            figure('breaking point: load', 'users', breaking.users),
            figure('breaking point: error rate', 'ratio', breaking.errorRate),
          ]),
      ...(scalability?.peakPerSec == null
        ? []
        : [
            figure('peak by the scalability law', 'per-second', scalability.peakPerSec, [
              scalability.low,
              scalability.high,
            ]),
            figure('contention α', 'number', scalability.alpha),
            figure('crosstalk β', 'number', scalability.beta),
          ]),
      figure('highest throughput without failures', 'per-second', capacity.shownPerSec),
    ],
    query,
  );
}

function capacityOptions() {
  return [
    option('Find what runs out at this load, and give it more', 'The next limit lies behind it.', {
      effort: 'a profile and resources of one run',
    }),
    option('Run more instances', 'Costs them all the time; a shared database may be the limit.'),
    option('Refuse requests beyond this load', 'Some users are turned away so that others are served.'),
  ];
}

function rate(perSec: number): string {
  return `${perSec >= 1000 ? count(Math.round(perSec)) : number(perSec)}/s`;
}

function number(value: number): string {
  return String(Number(value.toPrecision(3)));
}
