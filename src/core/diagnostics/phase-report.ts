import { AppError } from '#shared/contract/errors.ts';
import type { PhaseReport, PhaseSpan } from '#shared/model/phases.ts';
import type { Run } from '#shared/model/run.ts';
import { SharedAnswers } from '../sharing/shared-answers.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { LoadSeries } from './load-series.ts';
import { longestSteady, withSetSpans } from './phase-spans.ts';
import { storedPhases, storePhases } from './stored-phases.ts';

/** Phases are a few numbers; the load of a run has some thousand. */
const MOST_PHASES = 100;
const MOST_SERIES = 8;

/**
 * Phases of the runs of the open workspace, and the load that they are found in. Keeps what it found while the workspace
 * stays as it is: several screens ask for the same, some at the same time.
 */
export class RunPhases {
  private readonly found = new SharedAnswers<PhaseReport>(MOST_PHASES, 'The phases');
  private readonly series = new SharedAnswers<LoadSeries | null>(MOST_SERIES, 'The load');
  private of: { readonly workspace: Workspace; readonly revision: number } | null = null;

  /**
   * Phases of a run as found, with what a person set.
   * @throws {AppError} `not-found`, `cancelled`
   */
  async report(workspace: Workspace, runId: number, signal: AbortSignal): Promise<PhaseReport> {
    const run = await workspace.run(runId);
    const [found, set] = await Promise.all([
      this.foundIn(workspace, run, signal),
      storedPhases(workspace.database, runId),
    ]);
    return set.length === 0 ? found : edited(found, set, run);
  }

  /**
   * @param phases in any order; what they leave out keeps the kind that was found
   * @throws {AppError} `bad-request` for spans beyond the run or upon each other, `not-found`, `read-only`
   */
  async set(workspace: Workspace, runId: number, phases: readonly PhaseSpan[]): Promise<void> {
    const run = await workspace.run(runId);
    await storePhases(workspace.database, runId, checked(phases, run));
    this.changedPhases(workspace);
  }

  /** Back to what is found. */
  async reset(workspace: Workspace, runId: number): Promise<void> {
    await workspace.run(runId);
    await storePhases(workspace.database, runId, []);
    this.changedPhases(workspace);
  }

  /**
   * Load and response times of a run over time; null for one without samples or instants.
   * @throws {AppError} `cancelled`
   */
  load(workspace: Workspace, run: Run, signal: AbortSignal): Promise<LoadSeries | null> {
    this.keepUp(workspace);
    const work = async (aborted: AbortSignal): Promise<LoadSeries | null> =>
      (await import('./load-series.ts')).loadSeries(workspace.database, run, aborted);
    return this.series.get(String(run.id), work, signal);
  }

  private foundIn(workspace: Workspace, run: Run, signal: AbortSignal): Promise<PhaseReport> {
    this.keepUp(workspace);
    const work = async (aborted: AbortSignal): Promise<PhaseReport> => {
      const { foundPhases } = await import('./found-phases.ts');
      return foundPhases(workspace.database, run, await this.load(workspace, run, aborted), aborted);
    };
    return this.found.get(String(run.id), work, signal);
  }

  /** What was found in another workspace, or in this one before it was changed, does not hold. */
  private keepUp(workspace: Workspace): void {
    const revision = workspace.figuresRevision;
    if (this.of?.workspace === workspace && this.of.revision === revision) return;
    this.found.forget();
    this.series.forget();
    this.of = { workspace, revision };
  }

  /** Setting phases is a change of the workspace, but of nothing that was found. */
  private changedPhases(workspace: Workspace): void {
    this.keepUp(workspace);
    workspace.changed();
    this.of = { workspace, revision: workspace.figuresRevision };
  }
}

function edited(found: PhaseReport, set: readonly PhaseSpan[], run: Run): PhaseReport {
  const phases = withSetSpans(found.phases, set, run.durationMs);
  const steady = longestSteady(phases);
  return { ...found, phases, steady, edited: true, note: steady === null ? found.note : null };
}

function checked(phases: readonly PhaseSpan[], run: Run): PhaseSpan[] {
  if (run.durationMs <= 0) {
    throw new AppError('bad-request', 'This run has no timeline on which phases could lie.', {
      hint: 'Phases can be set for runs whose samples have time stamps.',
    });
  }
  const sorted = [...phases].sort((a, b) => a.fromMs - b.fromMs);
  sorted.forEach((phase, index) => {
    if (!(phase.fromMs >= 0 && phase.toMs <= run.durationMs && phase.toMs > phase.fromMs)) {
      throw new AppError(
        'bad-request',
        `The ${phase.kind} phase from ${phase.fromMs} ms to ${phase.toMs} ms does not lie within the run.`,
        { hint: `Set phases between 0 and ${run.durationMs} ms.` },
      );
    }
    const before = sorted[index - 1];
    if (before !== undefined && before.toMs > phase.fromMs) {
      throw new AppError(
        'bad-request',
        `The phases ${before.kind} and ${phase.kind} overlap at ${phase.fromMs} ms.`,
        { hint: 'End one phase where the next one begins.' },
      );
    }
  });
  return sorted;
}
