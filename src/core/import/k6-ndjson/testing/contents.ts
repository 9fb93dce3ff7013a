import type { Collected } from '../../testing/collect.ts';

/** Everything that must not depend on how the lines are written or cut into pieces. */
export function contentsOf({ report, samples, points, metrics, transactions }: Collected) {
  const properties = { ...report.properties, layout: '' };
  return { ...report, properties, samples, points, metrics, transactions };
}
