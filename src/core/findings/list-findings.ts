import {
  findingSeverities,
  findingSettingsSchema,
  type Finding,
  type FindingList,
  type FindingSettings,
} from '#shared/model/finding.ts';
import { count } from '../diagnostics/honesty/words.ts';
import { findingId, type BundleRule, type FindingDraft, type RuleOutcome, type RunRule } from './draft.ts';
import type { EvidenceBundle } from './evidence.ts';
import { gatherEvidence, type EvidenceSources, type FindingsRequest } from './gather-evidence.ts';
import { bimodalityRule } from './rules/bimodality.ts';
import { blockedRule, mismatchRule } from './rules/comparability.ts';
import { errorBurstRule } from './rules/error-burst.ts';
import { errorChangeRule } from './rules/error-change.ts';
import { errorsRule } from './rules/errors.ts';
import { gateRule } from './rules/gate-failed.ts';
import { gcProfileRule, gcResourceRule } from './rules/gc-pressure.ts';
import { heapLeakRule } from './rules/heap-leak.ts';
import { improvementRule } from './rules/improvement.ts';
import { regressionRule } from './rules/regression.ts';
import { repeatedRequestsRule } from './rules/repeated-requests.ts';
import { cacheRule, resourceLimitRule } from './rules/resource-limit.ts';
import { headroomRule, saturationRule } from './rules/saturation.ts';
import { slowIncidentRule } from './rules/slow-incident.ts';
import { soakLatencyRule, soakResourceRule } from './rules/soak.ts';
import { spikeRecoveryRule } from './rules/spike-recovery.ts';
import { tailConcentrationRule } from './rules/tail-concentration.ts';
import { trustRule } from './rules/trust.ts';
import { coldStartRule, warmUpRule } from './rules/warm-up.ts';
import { webVitalsRule } from './rules/web-vitals.ts';

const bundleRules: readonly BundleRule[] = [
  regressionRule,
  errorChangeRule,
  improvementRule,
  mismatchRule,
  blockedRule,
  heapLeakRule,
  gcProfileRule,
];

const runRules: readonly RunRule[] = [
  errorsRule,
  errorBurstRule,
  saturationRule,
  headroomRule,
  slowIncidentRule,
  tailConcentrationRule,
  bimodalityRule,
  warmUpRule,
  coldStartRule,
  spikeRecoveryRule,
  soakLatencyRule,
  soakResourceRule,
  gcResourceRule,
  resourceLimitRule,
  cacheRule,
  webVitalsRule,
  repeatedRequestsRule,
  trustRule,
];

/**
 * What runs, alone or against a baseline, have to say: see docs/findings.md.
 * @throws {AppError} `not-found` for a run that is not there, `cancelled`
 */
export async function listFindings(request: FindingsRequest, sources: EvidenceSources): Promise<FindingList> {
  const settings = findingSettingsSchema.parse(request.settings ?? {});
  return findingsOf(await gatherEvidence(request, settings, sources), settings);
}

/** The same from evidence that was gathered already. */
export function findingsOf(bundle: EvidenceBundle, settings: FindingSettings): FindingList {
  const drafts: FindingDraft[] = [];
  const notMeasured: string[] = [...bundle.missing];
  const take = ({ findings, notMeasured: missing }: RuleOutcome): void => {
    drafts.push(...findings);
    notMeasured.push(...missing);
  };
  for (const rule of bundleRules) take(rule(bundle, settings));
  for (const run of bundle.candidate) {
    for (const rule of runRules) take(rule(run, settings, bundle));
    take(gateRule(run, toldBy(drafts), bundle.compared !== null));
  }
  return {
    findings: ranked(limited(merged(drafts), settings.maxPerRule)),
    notMeasured: [...new Set(notMeasured)],
    settings,
  };
}

function toldBy(drafts: readonly FindingDraft[]): {
  gates: ReadonlySet<string>;
  metrics: ReadonlySet<string>;
} {
  return {
    gates: new Set(drafts.flatMap(({ gates }) => gates ?? [])),
    metrics: new Set(drafts.flatMap(({ metrics }) => metrics ?? [])),
  };
}

/** The same subject in several runs is one finding: that of the run where it costs most, with the evidence of all. */
function merged(drafts: readonly FindingDraft[]): FindingDraft[] {
  const groups = new Map<string, FindingDraft[]>();
  for (const draft of drafts) {
    const id = findingId(draft);
    groups.set(id, [...(groups.get(id) ?? []), draft]);
  }
  return [...groups.values()].map((group) => {
    const [main, ...others] = [...group].sort(byRank);
    if (others.length === 0) return main!;
    return {
      ...main!,
      statement: `${main!.statement} The same was found in ${count(others.length)} more ${others.length === 1 ? 'run' : 'runs'}.`,
      affected: {
        ...main!.affected,
        runIds: [...new Set(group.flatMap(({ affected }) => affected.runIds))],
        transactions: group.flatMap(({ affected }) => affected.transactions),
      },
      evidence: [
        ...main!.evidence,
        ...others.flatMap(({ affected, evidence }) =>
          evidence.map((each) => ({ ...each, id: `${each.id}@${affected.runIds.join('+')}` })),
        ),
      ],
      impact: group.reduce((sum, { impact }) => sum + impact, 0),
    };
  });
}

/** Of many findings of one rule the first ones; the last of them says how many more there are. */
function limited(drafts: readonly FindingDraft[], most: number): FindingDraft[] {
  const byRule = new Map<string, FindingDraft[]>();
  for (const draft of [...drafts].sort(byRank))
    byRule.set(draft.rule, [...(byRule.get(draft.rule) ?? []), draft]);
  return [...byRule.values()].flatMap((group) => {
    const kept = group.slice(0, most);
    const more = group.slice(most);
    const last = kept.at(-1);
    if (more.length === 0 || last === undefined) return kept;
    const names = more.map(({ title }) => title).slice(0, 5);
    return [
      ...kept.slice(0, -1),
      {
        ...last,
        statement: `${last.statement} ${count(more.length)} more of this kind are not listed: ${names.join('; ')}${more.length > names.length ? '; …' : '.'}`,
      },
    ];
  });
}

function byRank(a: FindingDraft, b: FindingDraft): number {
  return (
    findingSeverities.indexOf(a.severity) - findingSeverities.indexOf(b.severity) ||
    b.impact - a.impact ||
    (findingId(a) < findingId(b) ? -1 : 1)
  );
}

function ranked(drafts: readonly FindingDraft[]): Finding[] {
  return [...drafts].sort(byRank).map(asFinding);
}

function asFinding(draft: FindingDraft): Finding {
  const { rule, title, statement, severity, confidence, confidenceReason } = draft;
  const { affected, evidence, unknowns, options, impact } = draft;
  return {
    id: findingId(draft),
    rule,
    title,
    statement,
    severity,
    confidence,
    confidenceReason,
    affected,
    evidence,
    unknowns,
    options,
    impact,
  };
}
