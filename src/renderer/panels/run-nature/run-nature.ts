import type { Run } from '#shared/model/run.ts';

/**
 * - samples: any question about its samples can be asked
 * - report: figures as the tool computed them; nothing that takes samples
 * - none: no response times at all, e.g. server metrics alone
 */
export type RunNature = 'samples' | 'report' | 'none';

export function natureOf(run: Pick<Run, 'granularity' | 'samples' | 'transactionCount'>): RunNature {
  if (run.granularity === 'aggregated') return 'report';
  return run.samples === 0 && run.transactionCount === 0 ? 'none' : 'samples';
}

/** Why a part of the selection cannot be chosen, as a sentence; null: it can. */
export interface SelectionLimits {
  readonly time: string | null;
  readonly transactions: string | null;
  readonly outcome: string | null;
}

const NO_TIMES = 'The file holds no response times, so there is nothing to choose from.';

export function selectionLimits(run: Run): SelectionLimits {
  switch (natureOf(run)) {
    case 'none':
      return { time: NO_TIMES, transactions: NO_TIMES, outcome: NO_TIMES };
    case 'report':
      return {
        time: 'A report has no samples that could be chosen by time.',
        transactions:
          run.transactionCount === 0 ? 'This report has figures of everything together only.' : null,
        outcome: 'A report has no samples that could be chosen by outcome.',
      };
    case 'samples':
      return {
        time:
          run.startedAtUs === null ? 'There are no time stamps in the file, so no span can be chosen.' : null,
        transactions: null,
        outcome: null,
      };
  }
}
