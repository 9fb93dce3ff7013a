import { openReportEngine } from '../product/report.js';
import { commandLineOptions } from './installation.ts';
import { comparePair, pairOf } from './report-pair.ts';

export interface FindingsAnswer {
  /** From the call to the list. */
  readonly findingsMs: number;
  readonly findings: number;
  readonly regressions: number;
}

/** Lists the findings of the second run against the first. */
export async function run(input: {
  readonly workspace: string;
  /** The comparison is there already, as where two runs are compared on screen. */
  readonly compared: boolean;
}): Promise<FindingsAnswer> {
  const local = await openReportEngine(commandLineOptions(input.workspace));
  try {
    const pair = await pairOf(local);
    if (input.compared) await comparePair(local, pair);
    const begun = performance.now();
    const { findings } = await local.client.call('findings.list', {
      candidate: [pair.candidate],
      baseline: [pair.baseline],
    });
    return {
      findingsMs: performance.now() - begun,
      findings: findings.length,
      regressions: findings.filter(({ rule }) => rule === 'regression').length,
    };
  } finally {
    await local.close();
  }
}
