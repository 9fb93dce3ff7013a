import { comparedMetrics, type ComparedMetric } from '#shared/model/comparison.ts';
import { baseValue, type Quantity } from './quantity.ts';
import type {
  ApdexClause,
  Clause,
  Figure,
  MetricFigure,
  RegressionClause,
  Rule,
  RuleWindow,
  Target,
  ThroughputClause,
} from './rule.ts';
import { RuleReader } from './rule-reader.ts';
import { RuleProblem } from './rule-tokens.ts';

const SUBJECTS =
  'p95 (any percentile), mean, median, min, max, error rate, throughput, apdex, checks, metric, regression of, baseline is comparable';

/** Longer rules are a mistake, and would be slow to show. */
const MAX_CHARS = 5000;

/**
 * Reads a rule; docs/gates.md has the grammar.
 * @throws {RuleProblem} with the character where it goes wrong
 */
export function parseRule(source: string): Rule {
  if (source.length > MAX_CHARS) throw new RuleProblem('The rule is too long.', MAX_CHARS);
  const reader = new RuleReader(source);
  if (reader.done) reader.fail('The rule is empty: write for example p95 < 200ms.');
  const clauses = [clause(reader)];
  while (!reader.done) {
    const token = reader.peek()!;
    if (!reader.take('and')) reader.fail(`Did not expect "${token.text}" here: the rule ends before it.`);
    clauses.push(clause(reader));
  }
  return { clauses };
}

function clause(reader: RuleReader): Clause {
  const start = reader.offset;
  if (reader.take('error', 'rate')) {
    const target = maybeTarget(reader);
    return {
      kind: 'error-rate',
      target,
      operator: reader.operator(),
      limit: share(reader, 'An error rate'),
      window: maybeWindow(reader),
    };
  }
  if (reader.take('throughput')) return throughput(reader);
  if (reader.take('checks')) {
    const name = reader.take('of') ? reader.name('check').name : null;
    return { kind: 'checks', name, operator: reader.operator(), limit: share(reader, 'A share of checks') };
  }
  if (reader.take('metric')) return metric(reader);
  if (reader.take('regression')) return regression(reader);
  if (reader.take('baseline')) {
    if (!reader.take('is', 'comparable')) reader.fail('Write: baseline is comparable.');
    return { kind: 'comparable' };
  }
  const token = reader.next();
  if (token?.kind === 'word') {
    const word = token.text.toLowerCase();
    if (/^apdex(?:\(.*)?$/su.test(word)) return apdex(reader, token.text, token.start);
    const figure = figureNamed(word);
    if (figure !== null) {
      const target = maybeTarget(reader);
      return {
        kind: 'latency',
        figure,
        target,
        operator: reader.operator(),
        limit: reader.quantity('A response time', ['time']),
        window: maybeWindow(reader),
      };
    }
  }
  return reader.fail(
    token === undefined
      ? 'Something is missing after "and".'
      : `"${token.text}" cannot be judged. A rule begins with ${SUBJECTS}.`,
    start,
  );
}

function figureNamed(word: string): Figure | null {
  if (word === 'mean' || word === 'median' || word === 'min' || word === 'max') return { kind: word };
  if (word === 'avg' || word === 'average') return { kind: 'mean' };
  const match = /^p(\d{1,2}(?:\.\d{1,6})?)$/u.exec(word);
  const percentile = Number(match?.[1] ?? 0);
  return percentile > 0 ? { kind: 'percentile', percentile } : null;
}

function maybeTarget(reader: RuleReader): Target | null {
  if (!reader.take('of')) return null;
  const { name, quoted } = reader.name('transaction');
  const word = quoted ? '' : name.toLowerCase();
  if (word === 'all' || word === 'each') return { kind: word };
  return { kind: 'label', label: name };
}

function maybeWindow(reader: RuleReader): RuleWindow | null {
  const kind = reader.take('over') || reader.take('within') ? 'over' : reader.take('for') ? 'for' : null;
  if (kind === null) return null;
  const start = reader.offset;
  const duration = reader.quantity('The length of the window', ['time']);
  if (baseValue(duration) < 1000) reader.fail('A window is at least 1s long.', start);
  return { kind, duration };
}

/** `1%` or `0.01`. */
function share(reader: RuleReader, what: string): Quantity {
  const start = reader.offset;
  const limit = reader.quantity(what, ['share', 'number']);
  if (baseValue(limit) > 1)
    reader.fail(`${what} is at most 100%: write ${limit.value}% if that is meant.`, start);
  return limit;
}

function throughput(reader: RuleReader): ThroughputClause {
  const target = maybeTarget(reader);
  const operator = reader.operator();
  let factor: number | null = null;
  const start = reader.offset;
  let load: Quantity | 'expected' | null = null;
  const first = reader.maybeQuantity();
  if (first?.unit === 'x') {
    if (first.value === 0) reader.fail('A factor of 0 says nothing.', start);
    factor = first.value;
  } else if (first !== null) {
    load = first;
  }
  if (load === null) {
    if (reader.take('expected')) {
      reader.take('load');
      load = 'expected';
    } else {
      load = reader.quantity('A throughput', ['rate']);
    }
  } else if (!['/s', '/min', '/h'].includes(load.unit)) {
    reader.fail('A throughput is a rate such as 150/s or 9000/min, or: 2x expected load.', start);
  }
  const withinSlo = reader.take('within', 'slo') || reader.take('within', 'slos');
  return { kind: 'throughput', target, operator, factor, load, withinSlo, window: maybeWindow(reader) };
}

function apdex(reader: RuleReader, word: string, start: number): ApdexClause {
  let t: Quantity | null = null;
  if (word.length > 'apdex'.length) {
    const match = /^\((.+)\)$/su.exec(word.slice('apdex'.length));
    const inner = match === null ? null : new RuleReader(match[1]!);
    t = inner?.maybeQuantity() ?? null;
    if (t === null || inner?.done !== true || !['us', 'ms', 's'].includes(t.unit) || t.value === 0)
      return reader.fail('The T of an Apdex is a time: apdex(500ms).', start + 'apdex'.length);
  }
  const target = maybeTarget(reader);
  const operator = reader.operator();
  const at = reader.offset;
  const limit = reader.quantity('An Apdex', ['number']);
  if (limit.value > 1) reader.fail('An Apdex lies between 0 and 1.', at);
  return { kind: 'apdex', t, target, operator, limit };
}

function metric(reader: RuleReader): Clause {
  const token = reader.next();
  if (token === undefined || token.kind === 'operator' || token.text === '')
    return reader.fail('The name of the metric is missing.', token?.start);
  const name = token.text;
  if (reader.take('has', 'no', 'upward', 'trend'))
    return { kind: 'metric-trend', name, ifPresent: reader.take('if', 'present') };
  let figure: MetricFigure | null = null;
  const next = reader.peek();
  if (next?.kind === 'word') {
    figure = metricFigureNamed(next.text.toLowerCase());
    if (figure === null)
      return reader.fail(
        `"${next.text}" is no figure of a metric: known are mean, median, min, max, p95 (any percentile), last, total, share. A name with blanks goes into quotes.`,
      );
    reader.next();
  }
  const operator = reader.operator();
  const limit = reader.quantity('The limit of a metric', ['number', 'time', 'share', 'rate', 'size']);
  return { kind: 'metric', name, figure, operator, limit, ifPresent: reader.take('if', 'present') };
}

function metricFigureNamed(word: string): MetricFigure | null {
  if (word === 'total' || word === 'share' || word === 'last') return { kind: word };
  return figureNamed(word);
}

const metricWords: Readonly<Record<string, ComparedMetric>> = {
  ...Object.fromEntries(comparedMetrics.map((name) => [name, name])),
  median: 'p50',
  'error rate': 'errorRate',
};

function regression(reader: RuleReader): RegressionClause {
  if (!reader.take('of')) reader.fail('Write what may not regress: regression of p95 <= 10%.');
  const start = reader.offset;
  const words: string[] = [];
  for (let token = reader.peek(); token?.kind === 'word' && token.text.toLowerCase() !== 'of';) {
    words.push(token.text.toLowerCase());
    reader.next();
    token = reader.peek();
  }
  const metrics: ComparedMetric[] = [];
  for (const word of words.join(' ').split(',')) {
    const name = word.trim().replace(/\s+/gu, ' ');
    const found = Object.hasOwn(metricWords, name) ? metricWords[name] : undefined;
    if (found === undefined)
      return reader.fail(
        `${name === '' ? 'A metric is missing' : `"${name}" is not compared`}: known are p50, p95, p99, error rate, throughput.`,
        start,
      );
    if (!metrics.includes(found)) metrics.push(found);
  }
  const target = maybeTarget(reader);
  const operatorAt = reader.offset;
  const operator = reader.operator();
  if (operator !== '<=' && operator !== '<')
    reader.fail('A regression has an upper limit: regression of p95 <= 10%.', operatorAt);
  const limitAt = reader.offset;
  const limit = reader.quantity('The margin of a regression', ['share']);
  if (limit.value === 0) reader.fail('A margin of 0% would make every change a regression.', limitAt);
  // Method A6: a margin of a share is in percentage points, and it is one point.
  if (metrics.includes('errorRate') && (metrics.length > 1 || limit.value !== 1))
    reader.fail(
      'The margin of the error rate is one percentage point: write regression of error rate <= 1%, by itself.',
      limitAt,
    );
  const floor = reader.take('or') ? reader.quantity('The margin in time', ['time']) : null;
  return { kind: 'regression', metrics, target, limit, floor };
}
