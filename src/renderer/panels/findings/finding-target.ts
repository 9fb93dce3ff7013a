import { engineContract, type EngineMethod, type EngineParams } from '#shared/contract/engine.ts';
import type { ComparisonRequest } from '#shared/model/comparison.ts';
import type { SampleFilter, TimeSpan } from '#shared/model/filter.ts';
import type { FindingEvidence, FindingQuery } from '#shared/model/finding.ts';

/** The view that shows what evidence rests on, with what is selected there. */
export type FindingTarget =
  | { readonly kind: 'samples'; readonly filter: SampleFilter }
  | {
      readonly kind: 'run';
      readonly runId: number;
      readonly view: 'overview' | 'explorer';
      readonly span: TimeSpan | null;
      /** Empty: all. */
      readonly labels: readonly string[];
    }
  | {
      readonly kind: 'comparison';
      readonly request: ComparisonRequest;
      readonly label: string | null;
      /** Names of the figures: the first that is a metric of comparisons is shown. */
      readonly figures: readonly string[];
    }
  | { readonly kind: 'profile'; readonly profileId: number }
  | {
      readonly kind: 'difference';
      readonly baseline: readonly number[];
      readonly candidate: readonly number[];
    }
  | { readonly kind: 'heap'; readonly seriesId: number };

/** What a finding is about, apart from its evidence. */
export interface FindingScope {
  readonly runIds: readonly number[];
  readonly span: TimeSpan | null;
  readonly transactions: readonly string[];
}

/** @returns null where there is nothing to open, as with a line that a person typed */
export function evidenceTarget(
  { query, figures }: Pick<FindingEvidence, 'figures'> & { readonly query: FindingQuery | null },
  scope: FindingScope,
): FindingTarget | null {
  if (query === null) return null;
  const { span, transactions: labels } = scope;
  const part = (runId: number): FindingTarget => ({ kind: 'run', runId, view: 'explorer', span, labels });
  const whole = (runId: number): FindingTarget => ({
    kind: 'run',
    runId,
    view: 'overview',
    span: null,
    labels: [],
  });
  const filtered =
    asked(query, 'latency.summary') ??
    asked(query, 'latency.errors') ??
    asked(query, 'latency.tail') ??
    asked(query, 'diagnostics.modes');
  if (filtered !== null) return { kind: 'samples', filter: filtered.filter };
  const inTime =
    asked(query, 'diagnostics.incidents') ??
    asked(query, 'phases.get') ??
    asked(query, 'soak.get') ??
    asked(query, 'capacity.get');
  if (inTime !== null) return part(inTime.runId);
  const judged = asked(query, 'gates.evaluate');
  // A limit of single transactions is seen in their samples; others on the page of the run.
  if (judged !== null) return labels.length > 0 ? part(judged.runId) : whole(judged.runId);
  const onPage = asked(query, 'diagnostics.honesty') ?? asked(query, 'k6.metrics');
  if (onPage !== null) return whole(onPage.runId);
  const compared = asked(query, 'compare.run');
  if (compared !== null) {
    return {
      kind: 'comparison',
      request: compared.request,
      label: labels[0] ?? null,
      figures: figures.map(({ name }) => name),
    };
  }
  const profiled = asked(query, 'profiles.functions');
  if (profiled !== null) return { kind: 'profile', profileId: profiled.selection.profileId };
  const changed = asked(query, 'profiles.difference');
  if (changed !== null) {
    const ids = (side: (typeof changed)['baseline']): readonly number[] =>
      side.profiles.map(({ selection }) => selection.profileId);
    return { kind: 'difference', baseline: ids(changed.baseline), candidate: ids(changed.candidate) };
  }
  const grown = asked(query, 'heap.growth');
  if (grown !== null) return { kind: 'heap', seriesId: grown.seriesId };
  const [runId] = scope.runIds;
  return runId === undefined ? null : part(runId);
}

/**
 * Where a finding as a whole is looked at: the part of the run that it is about; heap and profiles have views of their own.
 * @returns null when it is about nothing that can be opened
 */
export function findingTarget(
  evidence: readonly FindingEvidence[],
  scope: FindingScope,
): FindingTarget | null {
  const targets = evidence.flatMap((each) => evidenceTarget(each, scope) ?? []);
  const [first] = targets;
  if (first === undefined) return null;
  if (first.kind === 'profile' || first.kind === 'difference' || first.kind === 'heap') return first;
  const samples = targets.find(({ kind }) => kind === 'samples');
  const [runId] = scope.runIds;
  if (samples?.kind === 'samples' && (runId === undefined || samples.filter.runId === runId)) return samples;
  return runId === undefined
    ? first
    : { kind: 'run', runId, view: 'explorer', span: scope.span, labels: scope.transactions };
}

/** The parameters of a query as its method has them; null when it is another method, or they are not its. */
function asked<M extends EngineMethod>(query: FindingQuery, method: M): EngineParams<M> | null {
  if (query.method !== method) return null;
  const parsed = engineContract[method].params.safeParse(query.params);
  return parsed.success ? (parsed.data as EngineParams<M>) : null;
}
