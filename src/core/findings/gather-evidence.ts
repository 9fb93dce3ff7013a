import type { EngineParams } from '#shared/contract/engine.ts';
import { AppError } from '#shared/contract/errors.ts';
import { comparedMetrics, DEFAULT_MARGIN, type ComparisonRequest } from '#shared/model/comparison.ts';
import { wholeRun } from '#shared/model/filter.ts';
import type { FindingSettings } from '#shared/model/finding.ts';
import type { Run, Transaction } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import type { Gates } from '../gates/gates-file.ts';
import { baseValue } from '../gates/quantity.ts';
import type { AskEngine } from '../gates/run-figures.ts';
import type { BaselineEvidence, EvidenceBundle, HeapEvidence, ProfileEvidence } from './evidence.ts';
import { gatherRun } from './gather-run.ts';
import { spanFigures } from './span-figures.ts';

export type FindingsRequest = EngineParams<'findings.list'>;

/** What evidence comes from. */
export interface EvidenceSources {
  /** Questions that were asked before have the same answer, at no cost. */
  readonly ask: AskEngine;
  readonly database: Database;
  readonly run: (runId: number) => Promise<Run>;
  readonly transactions: (runId: number) => Promise<readonly Transaction[]>;
  /** The rules of the workspace; null where they have problems. */
  readonly gates: Gates | null;
  /** Of the profiles and series that the request names; null and none where there are none. */
  readonly profile: () => Promise<ProfileEvidence | null>;
  readonly heap: () => Promise<readonly HeapEvidence[]>;
  readonly signal: AbortSignal;
}

/**
 * Everything that rules look at, gathered once.
 * @throws {AppError} `not-found` for a run that is not there, `bad-request` where nothing is named, `cancelled`
 */
export async function gatherEvidence(
  request: FindingsRequest,
  settings: FindingSettings,
  sources: EvidenceSources,
): Promise<EvidenceBundle> {
  const { ask, database, signal } = sources;
  if (isOfNothing(request)) {
    throw new AppError(
      'bad-request',
      'Findings are of runs, profiles or heap snapshots, and none was named.',
      {
        hint: 'Choose what they are to be about.',
      },
    );
  }
  const runs: Run[] = [];
  for (const id of new Set(request.candidate)) runs.push(await sources.run(id));
  const baselineRunIds = [...new Set(request.baseline)].filter((id) => !request.candidate.includes(id));
  const baselineRuns: Run[] = [];
  for (const id of baselineRunIds) baselineRuns.push(await sources.run(id));
  const gates = sources.gates === null ? null : withComparison(sources.gates, request.comparison);

  const candidate = [];
  for (const run of runs) {
    signal.throwIfAborted();
    const transactions = await sources.transactions(run.id);
    candidate.push(
      await gatherRun({ ask, database, run, transactions, gates, baselineRunIds, settings, signal }),
    );
  }
  const baseline: BaselineEvidence[] = [];
  for (const run of baselineRuns) {
    const { steady } = await ask('phases.get', { runId: run.id });
    baseline.push({ run, figures: await spanFigures(ask, run, { ...wholeRun(run.id), time: steady }) });
  }
  return {
    candidate,
    baseline,
    compared: await comparedRuns(ask, runs, baselineRuns, request.comparison, gates),
    profile: await sources.profile(),
    heap: await sources.heap(),
    expectedPerSec: settings.expectedPerSec ?? expectedOf(gates),
    missing: missingParts(request, gates),
  };
}

function isOfNothing({
  candidate,
  profileIds = [],
  baselineProfileIds = [],
  seriesIds = [],
}: FindingsRequest): boolean {
  return candidate.length + profileIds.length + baselineProfileIds.length + seriesIds.length === 0;
}

function expectedOf(gates: Gates | null): number | null {
  return gates?.expectedLoad == null ? null : baseValue(gates.expectedLoad);
}

async function comparedRuns(
  ask: AskEngine,
  candidate: readonly Run[],
  baseline: readonly Run[],
  own: FindingsRequest['comparison'],
  gates: Gates | null,
): Promise<EvidenceBundle['compared']> {
  if (baseline.length === 0 || candidate.length === 0) return null;
  const side = (runs: readonly Run[]) => ({
    runIds: runs.map(({ id }) => id),
    windows: runs.map(() => 'steady' as const),
  });
  const request: ComparisonRequest = {
    baseline: side(baseline),
    candidate: side(candidate),
    margin: own?.margin ?? DEFAULT_MARGIN,
    margins: own?.margins ?? [],
    waivers: gates?.comparison.waivers ?? own?.waivers ?? [],
    mapping: gates?.comparison.mapping ?? own?.mapping ?? [],
    metrics: [...comparedMetrics],
  };
  return { request, comparison: await ask('compare.run', { request, token: 'findings' }) };
}

/** What a person set for this comparison comes before what the gates say of any. */
function withComparison(gates: Gates, own: FindingsRequest['comparison']): Gates {
  const { waivers, mapping } = gates.comparison;
  const waived = new Set(own?.waivers?.map(({ code }) => code));
  const named = new Set(own?.mapping?.map((each) => each.baseline));
  return {
    ...gates,
    comparison: {
      waivers: [...(own?.waivers ?? []), ...waivers.filter(({ code }) => !waived.has(code))],
      mapping: [...(own?.mapping ?? []), ...mapping.filter((each) => !named.has(each.baseline))],
    },
  };
}

function missingParts(request: FindingsRequest, gates: Gates | null): string[] {
  const missing: string[] = [];
  if (gates === null)
    missing.push('Gates: the rules of the workspace have problems. Correct them, then judge again.');
  if (request.candidate.length === 0)
    missing.push('Response times, errors and throughput: no results of a load test were named.');
  else if (request.baseline.length === 0) missing.push('Change against a baseline: none was chosen.');
  else if (request.baseline.length < 3 || request.candidate.length < 3)
    missing.push('Run-to-run spread: it takes at least three runs a side.');
  if (request.profileIds === undefined || request.profileIds.length === 0)
    missing.push('Where CPU time goes: no profile was attached.');
  if (request.seriesIds === undefined || request.seriesIds.length === 0)
    missing.push('What memory is held for: no series of heap snapshots was attached.');
  return missing;
}
