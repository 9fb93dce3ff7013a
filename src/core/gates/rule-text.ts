import type { ComparedMetric } from '#shared/model/comparison.ts';
import { quantityText } from './quantity.ts';
import type { Clause, Limit, MetricFigure, Rule, RuleWindow, Target, ThroughputClause } from './rule.ts';
import { isPlainName, quotedName } from './rule-tokens.ts';

/** A rule as text; `parseRule` gives the same rule back. */
export function ruleText({ clauses }: Rule): string {
  return clauses.map(clauseText).join(' and ');
}

export function clauseText(clause: Clause): string {
  switch (clause.kind) {
    case 'latency':
      return `${figureText(clause.figure)}${targetText(clause.target)} ${limitText(clause)}${windowText(clause.window)}`;
    case 'error-rate':
      return `error rate${targetText(clause.target)} ${limitText(clause)}${windowText(clause.window)}`;
    case 'throughput':
      return throughputText(clause);
    case 'apdex': {
      const t = clause.t === null ? '' : `(${quantityText(clause.t)})`;
      return `apdex${t}${targetText(clause.target)} ${limitText(clause)}`;
    }
    case 'checks':
      return `checks${clause.name === null ? '' : ` of ${nameText(clause.name)}`} ${limitText(clause)}`;
    case 'metric': {
      const figure = clause.figure === null ? '' : ` ${figureText(clause.figure)}`;
      return `metric ${wordText(clause.name)}${figure} ${limitText(clause)}${presentText(clause)}`;
    }
    case 'metric-trend':
      return `metric ${wordText(clause.name)} has no upward trend${presentText(clause)}`;
    case 'regression': {
      const metrics = clause.metrics.map(metricText).join(', ');
      const floor = clause.floor === null ? '' : ` or ${quantityText(clause.floor)}`;
      return `regression of ${metrics}${targetText(clause.target)} <= ${quantityText(clause.limit)}${floor}`;
    }
    case 'comparable':
      return 'baseline is comparable';
  }
}

export function figureText(figure: MetricFigure): string {
  return figure.kind === 'percentile' ? `p${figure.percentile}` : figure.kind;
}

export function limitText({ operator, limit }: Limit): string {
  return `${operator} ${quantityText(limit)}`;
}

export function metricText(metric: ComparedMetric): string {
  return metric === 'errorRate' ? 'error rate' : metric;
}

function targetText(target: Target | null): string {
  if (target === null) return '';
  return ` of ${target.kind === 'label' ? nameText(target.label) : target.kind}`;
}

function windowText(window: RuleWindow | null): string {
  return window === null ? '' : ` ${window.kind} ${quantityText(window.duration)}`;
}

function throughputText({ target, operator, factor, load, withinSlo, window }: ThroughputClause): string {
  const times = factor === null ? '' : `${quantityText({ value: factor, unit: 'x' })} `;
  const rate = load === 'expected' ? 'expected load' : quantityText(load);
  const slo = withinSlo ? ' within slo' : '';
  return `throughput${targetText(target)} ${operator} ${times}${rate}${slo}${windowText(window)}`;
}

function nameText(name: string): string {
  return isPlainName(name) && !/^(?:all|each)$/iu.test(name) ? name : quotedName(name);
}

/** The name of a metric ends at the next blank. */
function wordText(name: string): string {
  return isPlainName(name) && !name.includes(' ') ? name : quotedName(name);
}

function presentText({ ifPresent }: { readonly ifPresent: boolean }): string {
  return ifPresent ? ' if present' : '';
}
