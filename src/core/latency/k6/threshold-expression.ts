/** k6's threshold expressions (metrics/thresholds_parser.go): an aggregation, an operator and a number. */

type Operator = '<=' | '>=' | '===' | '==' | '!=' | '<' | '>';

export type Aggregation =
  | { readonly kind: 'count' | 'rate' | 'value' | 'avg' | 'min' | 'max' | 'med' }
  | { readonly kind: 'percentile'; readonly percentile: number };

export interface ThresholdExpression {
  readonly aggregation: Aggregation;
  readonly operator: Operator;
  readonly limit: number;
}

/** What Go's `strconv.ParseFloat` takes, but for its hexadecimal forms. */
const NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`;
const PATTERN = new RegExp(
  String.raw`^\s*(count|rate|value|avg|min|max|med|p\((${NUMBER})\))\s*(<=|>=|<|>|===|==|!=)\s*(${NUMBER})\s*$`,
  'u',
);

/** Null for an expression that k6 would not accept either. */
export function parseThreshold(text: string): ThresholdExpression | null {
  const match = PATTERN.exec(text);
  if (match === null) return null;
  const [, name, percentile, operator, limit] = match;
  // k6 takes it and then stops with an index out of range.
  if (percentile !== undefined && !(Number(percentile) >= 0 && Number(percentile) <= 100)) return null;
  const aggregation: Aggregation =
    percentile === undefined
      ? { kind: name as Exclude<Aggregation['kind'], 'percentile'> }
      : { kind: 'percentile', percentile: Number(percentile) };
  return { aggregation, operator: operator as Operator, limit: Number(limit) };
}

export function holds({ operator, limit }: ThresholdExpression, value: number): boolean {
  switch (operator) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case '==':
    case '===':
      return value === limit;
    case '!=':
      return value !== limit;
  }
}
