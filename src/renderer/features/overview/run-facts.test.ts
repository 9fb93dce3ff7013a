import { expect, test } from 'vitest';
import { fakeRun, fakeSource, fakeTransactions } from '../../testing/fake-data.ts';
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
