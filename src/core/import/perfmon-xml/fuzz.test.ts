import { readFileSync } from 'node:fs';
import { it } from 'vitest';
import { expectReadingsSurvive } from '../jmeter/testing/expect-readings-survive.ts';
import { perfmonXml } from './perfmon-xml.ts';

it('damaged files give sensible readings, the same in pieces of any size', () => {
  // The start of a real file: enough of every kind of row, and short enough to be read many times.
  expectReadingsSurvive(
    perfmonXml,
    readFileSync('fixtures/jmeter/perfmon/2.1/perfmon.xml').subarray(0, 4096),
  );
});
