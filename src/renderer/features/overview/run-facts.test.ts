import { expect, test } from 'vitest';
import { fakeRun, fakeSource, fakeTransactions, STARTED_AT_US } from '../../testing/fake-data.ts';
import { runFacts, sourceFacts } from './run-facts.ts';

const factsOf = (...args: Parameters<typeof runFacts>) =>
  new Map(runFacts(...args).map((fact) => [fact.name, fact]));

test('JMeter runs explain the compatible columns, others do not', () => {
  expect([...factsOf(fakeRun(), [fakeSource()], []).keys()]).toEqual([
    'Format',
    'Time',
    'Counted',
    'Percentiles',
    'Clock resolution',
    'Failures',
    'JMeter-compatible',
  ]);
  expect(factsOf(fakeRun({ tool: 'k6' }), [fakeSource()], []).has('JMeter-compatible')).toBe(false);
});

test('kinds that totals leave out are named with their number', () => {
  const transactions = [
    ...fakeTransactions(),
    { id: 20, label: 'Journey', kind: 'transaction' as const },
    { id: 21, label: 'Redirect', kind: 'sub-result' as const },
    { id: 22, label: 'Image', kind: 'sub-result' as const },
  ];
  expect(factsOf(fakeRun(), [fakeSource()], transactions).get('Counted')?.text).toBe(
    'Totals leave out transaction controllers (1 in the table) and sub-results (2 in the table): their time is already in the rows that are counted.',
  );
});

test('the version of the tool is given where the file names it', () => {
  expect(factsOf(fakeRun({ toolVersion: '5.6.3' }), [fakeSource()], []).get('Format')).toEqual({
    name: 'Format',
    value: 'JMeter CSV',
    text: 'Written by version 5.6.3. One row for each sample.',
  });
});

test('the clock is told in a unit in which it is a whole number', () => {
  const clock = (clockTickMs: number) =>
    factsOf(fakeRun({ clockTickMs }), [], []).get('Clock resolution')?.value;
  expect([1, 10, 0.001, 1e-6].map(clock)).toEqual(['1 ms', '10 ms', '1 µs', '1 ns']);
});

test('a run without time stamps has no time', () => {
  expect(factsOf(fakeRun({ startedAtUs: null }), [], []).get('Time')?.value).toBe('no time stamps');
});

test('sources tell their rows, and rejected ones only where there are any', () => {
  const [whole, broken] = sourceFacts([
    fakeSource({ rejectedRows: 0, compression: 'none' }),
    fakeSource({ rejectedRows: 1 }),
  ]);
  expect(whole?.text).toBe('966,377 rows, 41 MB');
  expect(whole?.rejected).toBeNull();
  expect(broken?.rejected).toBe('1 row rejected');
});

test('a report explains its percentiles, and claims nothing of samples', () => {
  const facts = factsOf(
    fakeRun({ tool: 'k6', format: 'k6-summary', granularity: 'aggregated', startedAtUs: null }),
    [fakeSource()],
    [],
  );
  expect([...facts.keys()]).toEqual(['Format', 'Time', 'Percentiles', 'Several at once']);
  expect(facts.get('Percentiles')).toMatchObject({ value: 'as printed' });
  expect(facts.get('Percentiles')?.text).toContain('type 7');
  expect(facts.get('Format')?.text).toContain('summed samples up');
  const other = fakeRun({ format: 'new-format', granularity: 'aggregated' });
  expect(factsOf(other, [], []).get('Percentiles')?.text).toContain('not known');
});

test('a run of metrics alone has the time of its readings', () => {
  const run = fakeRun({ samples: 0, transactionCount: 0, startedAtUs: null });
  const facts = factsOf(run, [fakeSource()], []);
  expect([...facts.keys()]).toEqual(['Format', 'Time']);
  expect(facts.get('Time')).toMatchObject({ value: '42 m 00 s' });
  expect(facts.get('Format')?.text).not.toContain('sample');
});

test('clocks of several files stand beside each other; where they are far apart so do their instants', () => {
  const near = [fakeSource(), fakeSource({ id: 2, firstInstantUs: STARTED_AT_US + 250_000 })];
  expect(factsOf(fakeRun(), near, []).get('Injector clocks')).toMatchObject({ value: 'within 250 ms' });
  expect(sourceFacts(near).map(({ instants }) => instants)).toEqual([null, null]);
  const far = [
    fakeSource(),
    fakeSource({ id: 2, firstInstantUs: STARTED_AT_US + 90_000_000, clockOffsetMs: 1500 }),
  ];
  expect(factsOf(fakeRun(), far, []).get('Injector clocks')?.text).toMatch(
    /a clock was wrong.*1 clock was set/,
  );
  expect(sourceFacts(far)[1]).toMatchObject({
    instants: '2026-03-14 01:01:32 UTC to 01:42:02 UTC',
    clock: 'Its machine’s clock was 1,500 ms ahead: its samples are moved back by that.',
  });
  expect(factsOf(fakeRun(), [fakeSource()], []).has('Injector clocks')).toBe(false);
});
