import { readFileSync } from 'node:fs';
import { it } from 'vitest';
import { expectReadingsSurvive } from '../jmeter/testing/expect-readings-survive.ts';
import { perfmonCsv } from './perfmon-csv.ts';

it('damaged files give sensible readings, the same in pieces of any size', () => {
  // The start of a real file: enough of every kind of row, and short enough to be read many times.
  expectReadingsSurvive(
    perfmonCsv,
    readFileSync('fixtures/jmeter/perfmon/2.1/perfmon.csv').subarray(0, 4096),
  );
});
