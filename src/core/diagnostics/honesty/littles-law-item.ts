import type { HonestyItem } from '#shared/model/diagnostics.ts';
import type { LittlesLaw } from './littles-law.ts';
import type { LoadModelFinding } from './load-model.ts';
import { count, duration, number, offset, percent } from './words.ts';

/** Share of the steady buckets that may miss the tolerance. */
const ALLOWED = 0.05;

/**
 * Method E3 as a statement.
 * @param loop users are missed only where the same users come back: an open model starts them when it needs them
 */
export function littlesLawItem(
  audit: LittlesLaw | null,
  usersFrom: 'tool' | 'threads' | null,
  hasTimes: boolean,
  loop: LoadModelFinding['loop'],
): HonestyItem {
  const common = { code: 'littles-law', name: 'Little’s law' } as const;
  if (audit === null) {
    return {
      ...common,
      state: 'unknown',
      value: 'cannot tell',
      sentence: hasTimes
        ? 'There is no stretch of constant load that is long enough to check that samples in flight equal throughput times response time.'
        : 'Without time stamps and response times it cannot be checked that samples in flight equal throughput times response time.',
      settle: hasTimes ? 'A longer test at constant load would tell.' : null,
      evidence: [],
    };
  }
  const { users } = audit;
  const outside = audit.steadyBuckets - audit.agreeing;
  const evidence: [string, string][] = [
    ['Steady buckets', `${count(audit.steadyBuckets)} of ${duration(audit.bucketMs)}`],
    ['In flight L', number(audit.inFlight)],
    ['Throughput X', `${number(audit.throughputPerSec)}/s`],
    ['Mean response time R', duration(audit.meanMs)],
    ['Buckets in which X·R and L agree', `${count(audit.agreeing)} of ${count(audit.steadyBuckets)}`],
    ['Largest gap', percent(audit.largestGap)],
  ];
  if (users !== null) {
    evidence.push(
      ['Users N', `${number(users.users)}${usersFrom === 'threads' ? ' (threads seen)' : ''}`],
      ['Implied think time Z', duration(users.thinkTimeMs)],
      ['Buckets with more in flight than users', count(users.overfull)],
      ['Buckets with users missing', count(users.missing)],
    );
  }
  const value = `L ${number(audit.inFlight)} in flight`;
  if (users !== null && users.overfull > Math.max(1, audit.steadyBuckets * ALLOWED)) {
    return {
      ...common,
      state: 'warning',
      value,
      sentence: `More samples are in flight than there are users (${number(users.users)}): times are in another unit than they seem, or rows contain other rows.`,
      settle: 'Check the unit of the times, and whether controllers are counted beside their requests.',
      evidence,
    };
  }
  if (users !== null && users.missing > 0 && loop !== 'open') {
    const where = `In ${count(users.missing)} of ${count(audit.steadyBuckets)} steady buckets, worst at ${offset(users.missingAtMs ?? 0)}, users neither wait for an answer nor think`;
    return {
      ...common,
      state: loop === 'closed' ? 'warning' : 'note',
      value: `${percent(users.largestMissing)} missing`,
      sentence:
        loop === 'closed'
          ? `${where}: samples were lost, or the load generator stood still.`
          : `${where}: in a closed loop samples would be lost, in an open one users come and go; which it is cannot be read from the file.`,
      settle: 'Look at the rejected rows, and at the load generator’s log and CPU at that time.',
      evidence,
    };
  }
  if (outside > Math.max(1, audit.steadyBuckets * ALLOWED)) {
    return {
      ...common,
      state: 'warning',
      value,
      sentence: `Throughput times response time misses the samples in flight in ${count(outside)} of ${count(audit.steadyBuckets)} steady buckets: samples are missing, a clock was changed, or the system never settled.`,
      settle: 'Look at those buckets in the explorer, and at the clocks of the sources.',
      evidence,
    };
  }
  return {
    ...common,
    state: 'good',
    value,
    sentence: `Samples in flight equal throughput times response time in ${outside === 0 ? 'every' : 'nearly every'} steady bucket${users === null ? '; the number of users is not known, so lost samples would not show' : `, and with a think time of ${duration(users.thinkTimeMs)} all users are accounted for`}.`,
    settle: null,
    evidence,
  };
}
