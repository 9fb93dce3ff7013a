import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparedMetrics } from '#shared/model/comparison.ts';
import { fuzzRuns } from '../import/testing/fuzz-runs.ts';
import { baseValue, type Quantity } from './quantity.ts';
import type { Clause, Figure, MetricFigure, Operator, Rule, RuleWindow, Target } from './rule.ts';
import { parseRule } from './rule-parser.ts';
import { ruleText } from './rule-text.ts';
import { RuleProblem } from './rule-tokens.ts';

const decimal = fc.oneof(
  fc.integer({ min: 1, max: 5000 }),
  fc.integer({ min: 1, max: 99_999 }).map((n) => n / 1000),
);
const quantity = (...units: string[]): fc.Arbitrary<Quantity> =>
  fc.record({ value: decimal, unit: fc.constantFrom(...units) });
const time = quantity('us', 'ms', 's', 'm');
const percent = fc.record({
  value: fc.integer({ min: 1, max: 1000 }).map((n) => n / 10),
  unit: fc.constant('%'),
});
const operator = fc.constantFrom<Operator>('<', '<=', '>', '>=');
const percentile = fc
  .constantFrom(1, 50, 90, 95, 99, 99.9, 99.99)
  .map((p): Figure => ({ kind: 'percentile', percentile: p }));
const figure = fc.oneof(
  percentile,
  fc.constantFrom<Figure>({ kind: 'mean' }, { kind: 'median' }, { kind: 'min' }, { kind: 'max' }),
);
const name = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.constantFrom(
    'all',
    'Each',
    'GET /a?b=1',
    'a and b',
    "John's",
    '"',
    '\\',
    'a  b',
    'for 10s',
    'a < b',
    ' x ',
  ),
);
const target: fc.Arbitrary<Target | null> = fc.option(
  fc.oneof(
    fc.constantFrom<Target>({ kind: 'all' }, { kind: 'each' }),
    name.map((label): Target => ({ kind: 'label', label })),
  ),
);
const window: fc.Arbitrary<RuleWindow | null> = fc.option(
  fc.record({
    kind: fc.constantFrom('over' as const, 'for' as const),
    duration: fc.record({ value: fc.integer({ min: 1, max: 90 }), unit: fc.constantFrom('s', 'm', 'h') }),
  }),
);
const kind = <K extends string>(value: K): fc.Arbitrary<K> => fc.constant(value);

const clause: fc.Arbitrary<Clause> = fc.oneof(
  fc.record({ kind: kind('latency'), figure, target, operator, limit: time, window }),
  fc.record({ kind: kind('error-rate'), target, operator, limit: percent, window }),
  fc.record({
    kind: kind('throughput'),
    target,
    operator,
    factor: fc.option(decimal),
    load: fc.oneof(quantity('/s', '/min', '/h'), fc.constant('expected' as const)),
    withinSlo: fc.boolean(),
    window,
  }),
  fc.record({
    kind: kind('apdex'),
    t: fc.option(quantity('ms', 's')),
    target,
    operator,
    limit: fc.record({ value: fc.integer({ min: 0, max: 100 }).map((n) => n / 100), unit: fc.constant('') }),
  }),
  fc.record({ kind: kind('checks'), name: fc.option(name), operator, limit: percent }),
  fc.record({
    kind: kind('metric'),
    name,
    figure: fc.option(
      fc.oneof(figure, fc.constantFrom<MetricFigure>({ kind: 'total' }, { kind: 'share' }, { kind: 'last' })),
    ),
    operator,
    limit: fc.oneof(time, percent, quantity('', 'MB', '/s')),
    ifPresent: fc.boolean(),
  }),
  fc.record({ kind: kind('metric-trend'), name, ifPresent: fc.boolean() }),
  fc.record({
    kind: kind('regression'),
    metrics: fc.subarray(
      comparedMetrics.filter((metric) => metric !== 'errorRate'),
      { minLength: 1 },
    ),
    target,
    limit: percent,
    floor: fc.option(time),
  }),
  fc.constant<Clause>({ kind: 'comparable' }),
);
const rules: fc.Arbitrary<Rule> = fc.record({ clauses: fc.array(clause, { minLength: 1, maxLength: 3 }) });

describe('rules', () => {
  it('that are printed and read again are the same', () => {
    fc.assert(
      fc.property(rules, (rule) => {
        const text = ruleText(rule);
        expect(parseRule(text)).toEqual(rule);
        expect(ruleText(parseRule(text))).toBe(text);
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  it('of any text are read or refused with a place in it', () => {
    const pieces = fc
      .array(
        fc.constantFrom(
          ...[
            'p95',
            'of',
            'all',
            '<',
            '>=',
            '200ms',
            '1%',
            'error',
            'rate',
            'for',
            '10s',
            'metric',
            '"',
            'x',
            'and',
          ],
          ...[
            'throughput',
            '2x',
            'regression',
            'p50,',
            'has',
            'no',
            'upward',
            'trend',
            'apdex(1s)',
            'checks',
            '=',
          ],
        ),
      )
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.oneof(pieces, fc.string()), (text) => {
        try {
          const rule = parseRule(text);
          expect(parseRule(ruleText(rule))).toEqual(rule);
        } catch (error) {
          if (!(error instanceof RuleProblem)) throw error;
          expect(error.offset).toBeGreaterThanOrEqual(0);
          expect(error.offset).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  it.each([
    ['p95 < 200ms', 'p95 < 200ms'],
    ['P95 OF Checkout<200 ms', 'p95 of Checkout < 200ms'],
    ['p99.9 of all <= 1.5 s within 1 min', 'p99.9 of all <= 1.5s over 1m'],
    ['avg < 1s', 'mean < 1s'],
    ['error rate < 1% for 10s', 'error rate < 1% for 10s'],
    ["error rate of 'Checkout' < .005", 'error rate of Checkout < 0.005'],
    ['throughput >= 2x 150/s within SLOs', 'throughput >= 2x 150/s within slo'],
    ['throughput >= 2 x 9000 rps', 'throughput >= 2x 9000/s'],
    ['throughput >= 2x expected within slo', 'throughput >= 2x expected load within slo'],
    ['apdex(300ms) of all >= 0.85', 'apdex(300ms) of all >= 0.85'],
    ['checks > 99%', 'checks > 99%'],
    ['metric "CPU" < 70%', 'metric CPU < 70%'],
    [
      'metric browser_web_vital_lcp p75 < 2.5s if present',
      'metric browser_web_vital_lcp p75 < 2.5s if present',
    ],
    ['metric memory has no upward trend', 'metric memory has no upward trend'],
    [
      'regression of p50,p95 , p99 of Check out <= 10% or 5ms',
      'regression of p50, p95, p99 of Check out <= 10% or 5ms',
    ],
    ['regression of error  rate <= 1%', 'regression of error rate <= 1%'],
    ['baseline is comparable and p95 < 1s', 'baseline is comparable and p95 < 1s'],
  ])('%s', (written, printed) => {
    expect(ruleText(parseRule(written))).toBe(printed);
  });

  it.each([
    ['', 0, 'empty'],
    ['p95 < 200', 6, 'needs a unit'],
    ['p95 < 200 parsecs', 6, 'needs a unit'],
    ['p95 < 200parsecs', 9, '"parsecs" is no unit'],
    ['p95 < 5%', 6, 'a time such as 200ms'],
    ['p95 = 5ms', 4, 'write <, <=, > or >='],
    ['p95 200ms', 4, 'Expected <, <=, > or >= before "200ms"'],
    ['p95', 3, 'limit is missing'],
    ['p95 <', 5, 'is missing'],
    ['p100 < 5ms', 0, 'cannot be judged'],
    ['p0 < 5ms', 0, 'cannot be judged'],
    ['p95 of < 5ms', 7, 'name of the transaction is missing'],
    ['p95 of a "b" < 5ms', 9, 'whole name'],
    ['p95 of "b < 5ms', 7, 'not closed'],
    ['p95 of a<b < 5ms', 9, 'go into quotes'],
    ['p95 < 5ms yes', 10, 'Did not expect "yes"'],
    ['p95 < 5ms and', 13, 'after "and"'],
    ['p95 < 5ms over 100ms', 15, 'at least 1s'],
    ['error rate < 5', 13, 'write 5%'],
    ['throughput >= 150', 14, 'is a rate'],
    ['throughput >= 2x', 16, 'is missing'],
    ['apdex >= 2', 9, 'between 0 and 1'],
    ['apdex(5) >= 0.5', 5, 'apdex(500ms)'],
    ['metric < 5', 7, 'name of the metric'],
    ['metric my cpu < 5', 10, 'goes into quotes'],
    ['regression of p42 <= 10%', 14, '"p42" is not compared'],
    ['regression of p95 >= 10%', 18, 'upper limit'],
    ['regression of p95 <= 0%', 21, 'margin of 0%'],
    ['regression of error rate <= 5%', 28, 'one percentage point'],
    ['baseline is fine', 9, 'baseline is comparable'],
  ])('%j is refused at character %i: %s', (text, offset, words) => {
    let problem: unknown;
    try {
      parseRule(text);
    } catch (error) {
      problem = error;
    }
    expect(problem).toBeInstanceOf(RuleProblem);
    expect(problem).toMatchObject({ offset });
    expect((problem as RuleProblem).message).toContain(words);
  });

  it('have limits in the units of figures', () => {
    expect(baseValue({ value: 0.1, unit: '%' })).toBe(0.001);
    expect(baseValue({ value: 2.5, unit: 's' })).toBe(2500);
    expect(baseValue({ value: 9000, unit: '/min' })).toBe(150);
    expect(baseValue({ value: 70, unit: '' })).toBe(70);
    expect(baseValue({ value: 1, unit: 'MiB' })).toBe(1_048_576);
  });
});
