import type { LabelRule } from '#shared/model/label-rules.ts';

export const NEW_RULE: LabelRule = { kind: 'regex', pattern: '', replacement: '', enabled: true };

/** A rule that is not finished is kept while it is typed, and left out of everything else. */
export function isUsable(rule: LabelRule): boolean {
  return rule.kind === 'builtin' || rule.pattern !== '';
}

export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.filter((_, place) => place !== from);
  return [...rest.slice(0, to), list[from]!, ...rest.slice(to)];
}
