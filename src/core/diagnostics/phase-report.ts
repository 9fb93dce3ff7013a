import { AppError } from '#shared/contract/errors.ts';
import type { PhaseReport, PhaseSpan } from '#shared/model/phases.ts';
import type { Run } from '#shared/model/run.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { longestSteady, withSetSpans } from './phase-spans.ts';
import { storedPhases, storePhases } from './stored-phases.ts';

/**
 * Phases of the runs of the open workspace. Keeps what it found while the workspace stays as it is: several screens ask
 * for the same.
 */
export class RunPhases {
  private readonly found = new Map<number, PhaseReport>();
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
    await this.changedPhases(workspace);
  }

  /** Back to what is found. */
  async reset(workspace: Workspace, runId: number): Promise<void> {
    await workspace.run(runId);
    await storePhases(workspace.database, runId, []);
    await this.changedPhases(workspace);
  }

  private async foundIn(workspace: Workspace, run: Run, signal: AbortSignal): Promise<PhaseReport> {
    const { revision } = await workspace.info();
    if (this.of?.workspace !== workspace || this.of.revision !== revision) {
      this.found.clear();
      this.of = { workspace, revision };
    }
    const known = this.found.get(run.id);
    if (known !== undefined) return known;
    const { foundPhases } = await import('./found-phases.ts');
    const report = await foundPhases(workspace.database, run, signal);
    // Another question may have seen a newer workspace meanwhile.
    if (this.of.workspace === workspace && this.of.revision === revision) this.found.set(run.id, report);
    return report;
  }

  /** Setting phases is a change of the workspace, but of nothing that was found. */
  private async changedPhases(workspace: Workspace): Promise<void> {
    const before = (await workspace.info()).revision;
    workspace.changed();
    if (this.of?.workspace !== workspace || this.of.revision !== before) return;
    this.of = { workspace, revision: (await workspace.info()).revision };
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
