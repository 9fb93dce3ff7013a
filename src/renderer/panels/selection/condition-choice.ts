import type { Condition } from '#shared/model/filter.ts';

/** The condition on a field that the selection already has, in the given sense. */
export function conditionOn(
  conditions: readonly Condition[],
  field: string,
  not: boolean,
): Condition | undefined {
  return conditions.find((condition) => condition.field === field && condition.not === not);
}

/** With samples that have this value in the field as well; a field that is not restricted is restricted to it. */
export function withValue(
  conditions: readonly Condition[],
  field: string,
  value: string | null,
): readonly Condition[] {
  const present = conditionOn(conditions, field, false);
  if (present === undefined) return [...conditions, { field, values: [value], not: false }];
  if (present.values.includes(value)) return conditions;
  return replaced(conditions, present, { ...present, values: [...present.values, value] });
}

/** Without the condition, or with another in its place; one that names no value is none. */
export function replaced(
  conditions: readonly Condition[],
  present: Condition | undefined,
  next: Condition,
): readonly Condition[] {
  const kept = next.values.length === 0 ? [] : [next];
  if (present === undefined) return [...conditions, ...kept];
  return conditions.flatMap((condition) => (condition === present ? kept : [condition]));
}
