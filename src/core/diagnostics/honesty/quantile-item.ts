import type { HonestyItem } from '#shared/model/diagnostics.ts';
import type { Run } from '#shared/model/run.ts';
import { reportedQuantiles } from './tool-facts.ts';
import { count } from './words.ts';

/** Samples of a label that JMeter's dashboard takes percentiles from (`jmeter.reportgenerator.statistic_window`). */
const JMETER_WINDOW = 20_000;

/** Which definition the percentiles on screen follow. */
export function quantileItem(run: Run, largestTransaction: number): HonestyItem {
  const evidence: [string, string][] = [
    ['Definition', 'type 7 of Hyndman & Fan: position (n−1)p, linear between neighbours'],
    ['Samples', count(run.samples)],
  ];
  const cut = run.tool === 'jmeter' && largestTransaction > JMETER_WINDOW;
  if (run.tool === 'jmeter')
    evidence.push([
      'Largest transaction',
      `${count(largestTransaction)} samples; JMeter's dashboard looks at the last 20,000`,
    ]);
  return {
    code: 'quantiles',
    state: 'good',
    name: 'Percentiles',
    value: 'exact, type 7',
    sentence: cut
      ? `Taken from all samples; JMeter's dashboard prints other figures, because it looks at the last 20,000 samples of a label only.`
      : run.tool === 'jmeter'
        ? `Taken from all samples; JMeter's dashboard differs slightly, because it uses another definition (type 6).`
        : 'Taken from all samples, without a histogram or sketch in between.',
    settle: null,
    evidence,
  };
}

/** The same for a report, whose percentiles its tool took. */
export function reportedQuantileItem(run: Run): HonestyItem {
  const known = reportedQuantiles(run.format);
  const common = { code: 'quantiles', name: 'Percentiles', evidence: [['Format', run.format]] } as const;
  if (known === null) {
    return {
      ...common,
      state: 'unknown',
      value: 'as printed',
      sentence: 'They are printed as the tool took them; by which definition is not known.',
      settle: 'Results with every sample let Loadstone take them itself.',
    };
  }
  return {
    ...common,
    state: known.state,
    value: known.value,
    sentence: known.sentence,
    settle: known.state === 'warning' ? 'Results with every sample let Loadstone take them itself.' : null,
  };
}
