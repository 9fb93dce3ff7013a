import { median } from '#core/statistics/robust.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { GrowthWarning } from '#shared/model/heap-growth.ts';
import type { SnapshotTables } from '../model/snapshot-tables.ts';
import { sameProcess } from '../statistics/identity-sample.ts';
import { stepRates, WARM_UP_STEPS } from './boundedness.ts';
import { LEAST_FOR_TREND } from './judge.ts';

export const LEAST_SNAPSHOTS = 3;

/**
 * @returns operations, or the numbers of the snapshots where those are not known
 * @throws {AppError} `bad-request`
 */
export function timesOf(
  series: readonly SnapshotTables[],
  operations: readonly number[] | null,
): readonly number[] {
  if (series.length < LEAST_SNAPSHOTS) {
    throw new AppError(
      'bad-request',
      `Growth needs at least ${String(LEAST_SNAPSHOTS)} snapshots of one process.`,
      {
        hint: 'Take them in order, each after a forced garbage collection, the first one after warm-up.',
      },
    );
  }
  const other = series.find(
    ({ facts }) => facts.runtime !== series[0]!.facts.runtime || facts.format !== series[0]!.facts.format,
  );
  if (other !== undefined) {
    throw new AppError('bad-request', `${other.name} is of another kind than ${series[0]!.name}.`, {
      hint: 'Growth is followed over snapshots of one process, in one format.',
    });
  }
  if (operations === null) return series.map((_, at) => at);
  if (operations.length !== series.length) {
    throw new AppError(
      'bad-request',
      `${String(operations.length)} numbers of operations do not go with ${String(series.length)} snapshots.`,
      { hint: 'Give one number for each: the requests completed when it was taken.' },
    );
  }
  if (operations.some((count, i) => !Number.isFinite(count) || (i > 0 && count <= operations[i - 1]!))) {
    throw new AppError('bad-request', 'The numbers of operations must rise from snapshot to snapshot.', {
      hint: 'Give the requests completed since the start, and the snapshots in the order in which they were taken.',
    });
  }
  return operations;
}

/** What limits how far the verdicts can be trusted. */
export function growthWarnings(
  series: readonly SnapshotTables[],
  operations: readonly number[] | null,
  times: readonly number[],
): GrowthWarning[] {
  const warnings: GrowthWarning[] = [];
  const add = (code: GrowthWarning['code'], message: string): void => void warnings.push({ code, message });
  if (series.length < LEAST_FOR_TREND) {
    add(
      'few-snapshots',
      `${String(series.length)} snapshots show a leak only where its structure is plain. Nine and more find any.`,
    );
  }
  if (operations === null) {
    add('operations-unknown', 'Slopes are per snapshot: the numbers of completed requests were not given.');
  }
  const rates = stepRates(
    series.map(({ facts }) => facts.selfBytes),
    times,
  );
  const usual = median(rates.slice(1));
  if (rates[0]! > 0 && rates[0]! > WARM_UP_STEPS * Math.max(0, usual)) {
    add(
      'warm-up',
      'The heap grew far more before the second snapshot than later: the first one seems to be from before the end of warm-up.',
    );
  }
  const takenAt = series.map(({ facts }) => facts.takenAtMs).filter((time) => time !== null);
  if (takenAt.some((time, i) => i > 0 && time < takenAt[i - 1]!)) {
    add('order', 'By their own clock the snapshots are not in the order in which they were taken.');
  }
  const partial = series.filter(({ facts }) =>
    facts.warnings.some(({ code }) => code === 'truncated' || code === 'damaged-packing'),
  );
  if (partial.length > 0) {
    add(
      'partial',
      `Not all of ${partial.map(({ name }) => name).join(', ')} could be read: what is missing looks like a fall.`,
    );
  }
  if (series.every(({ owners, ownerPaths }) => owners.length === 0 && ownerPaths.length === 0)) {
    add('classes-only', 'These files have no references: what holds the growing classes cannot be seen.');
  }
  const stranger = series.findIndex(
    ({ identity }, i) => i > 0 && sameProcess(series[i - 1]!.identity, identity) === 'different',
  );
  if (stranger > 0) {
    add(
      'other-process',
      `${series[stranger]!.name} does not seem to be of the same process as ${series[stranger - 1]!.name}: new instances are told by class only.`,
    );
  }
  return warnings;
}
