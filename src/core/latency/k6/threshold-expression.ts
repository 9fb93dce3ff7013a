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

const PATTERN =
  /^\s*(count|rate|value|avg|min|max|med|p\(\s*(\d+(?:\.\d+)?)\s*\))\s*(<=|>=|===|==|!=|<|>)\s*(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*$/iu;

/** Null for an expression that k6 would not accept either. */
export function parseThreshold(text: string): ThresholdExpression | null {
  const match = PATTERN.exec(text);
  if (match === null) return null;
  const [, name, percentile, operator, limit] = match;
  const aggregation: Aggregation =
    percentile === undefined
      ? { kind: name!.toLowerCase() as Exclude<Aggregation['kind'], 'percentile'> }
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
