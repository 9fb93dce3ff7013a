/**
 * SQL of the group of a thread's name: the name without the number at its end and what stands before that number.
 * JMeter's `Thread Group 1-3` is of `Thread Group 1`, `pool-1-thread-7` of `pool-1-thread`; a mere number has no group.
 */
export function threadGroupSql(name: string): string {
  return `CASE WHEN rtrim(${name}, '0123456789') = ${name} THEN ${name}
    ELSE rtrim(rtrim(${name}, '0123456789'), '-_:#/ ') END`;
}
