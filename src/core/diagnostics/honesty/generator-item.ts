import type { HonestyItem } from '#shared/model/diagnostics.ts';
import type { Freeze } from './freezes.ts';
import type { RunFacts } from './run-facts.ts';
import { count, counted, duration, number, offset } from './words.ts';

/** CPU load of a load generator above which its own times can no longer be trusted. */
const BUSY_CPU = 80;
const GROWN = 2;
const WORTH_MS = 5;
/** Users that should have started something in a standstill, so that its cause lies on their side. */
const MIN_EXPECTED_STARTS = 5;

type GeneratorItemFacts = Pick<RunFacts, 'generator' | 'freezes' | 'audit' | 'plateau'>;

/** Whether the load generator itself was the bottleneck. */
export function generatorItem(facts: GeneratorItemFacts): HonestyItem {
  const { generator, freezes, plateau } = facts;
  const own = freezes.filter((freeze) => stoodStill(freeze, facts));
  const growing = generator.growth.filter(
    ({ firstMs, lastMs }) => lastMs >= GROWN * firstMs && lastMs - firstMs >= WORTH_MS,
  );
  const local = generator.cpu.filter((reading) => reading.local);
  const evidence: [string, string][] = [
    ...freezes
      .slice(0, 5)
      .map((freeze): [string, string] => [
        `Standstill at ${offset(freeze.fromMs)}`,
        `${duration(freeze.toMs - freeze.fromMs)}, ${counted(freeze.inFlight, 'sample')} in flight`,
      ]),
    ...generator.growth.map(({ part, firstMs, lastMs }): [string, string] => [
      part === 'connect' ? 'Connection set-up' : 'Waiting for a free connection',
      `${duration(firstMs)} in the first quarter, ${duration(lastMs)} in the last`,
    ]),
    ...generator.cpu.map(({ host, mean, p95 }): [string, string] => [
      `CPU of ${host ?? 'a host'}`,
      `mean ${number(mean)} %, p95 ${number(p95)} %`,
    ]),
  ];
  if (generator.droppedIterations !== null)
    evidence.unshift(['Dropped iterations', count(generator.droppedIterations)]);
  if (plateau !== null) {
    evidence.push([
      `Throughput at ${count(plateau.users)} users and at half as many`,
      `${number(plateau.throughputPerSec)}/s and ${number(plateau.halfThroughputPerSec)}/s`,
    ]);
  }
  const common = { code: 'generator', name: 'Load generator', evidence } as const;
  const settle =
    'Attach the CPU of the load generators, or repeat with more of them: if figures improve, they were the limit.';
  const busy = local.find(({ p95 }) => p95 >= BUSY_CPU);
  if (busy !== undefined) {
    return {
      ...common,
      state: 'warning',
      value: `CPU ${number(busy.p95)} %`,
      sentence: 'The machine that made the load was busy itself, so part of the response times is its own.',
      settle,
    };
  }
  if ((generator.droppedIterations ?? 0) > 0) {
    return {
      ...common,
      state: 'warning',
      value: `${count(generator.droppedIterations!)} dropped`,
      sentence: `k6 had no free virtual user for ${counted(generator.droppedIterations!, 'iteration')}: less load was made than was asked for, most of all while the system was slow.`,
      settle: 'Give the scenario more pre-allocated virtual users, and watch the CPU of the load generator.',
    };
  }
  if (own.length > 0) {
    return {
      ...common,
      state: 'warning',
      value: counted(own.length, 'standstill'),
      sentence: `For ${duration(own[0]!.toMs - own[0]!.fromMs)} from ${offset(own[0]!.fromMs)} no user did anything, not even those that waited for no answer: the load generator stood still (garbage collection, disk, suspension), and times around it are too long.`,
      settle: 'Look at the log of the load generator at that time (garbage collection, disk).',
    };
  }
  if (growing.length > 0) {
    const { part, firstMs, lastMs } = growing[0]!;
    return {
      ...common,
      state: 'note',
      value: part === 'connect' ? 'connecting slows down' : 'connections run short',
      sentence: `${part === 'connect' ? 'Setting up a connection' : 'Waiting for a free connection'} took ${duration(firstMs)} in the first quarter and ${duration(lastMs)} in the last: sockets or ports of the load generator may run short.`,
      settle,
    };
  }
  if (freezes.length > 0) {
    const longest = freezes[0]!;
    return {
      ...common,
      state: 'note',
      value: counted(freezes.length, 'standstill'),
      sentence: `For ${duration(longest.toMs - longest.fromMs)} from ${offset(longest.fromMs)} nothing started or ended; whether the system or the load generator stood still cannot be told.`,
      settle: 'Look at the logs of both sides at that time.',
    };
  }
  if (plateau !== null && local.length === 0) {
    return {
      ...common,
      state: 'note',
      value: 'throughput stopped growing',
      sentence: `${count(plateau.users)} users got hardly more done than half as many: either the system or the load generator was at its limit.`,
      settle,
    };
  }
  if (local.length > 0) {
    return {
      ...common,
      state: 'good',
      value: `CPU ${number(local[0]!.p95)} %`,
      sentence: 'The machine that made the load had CPU to spare, and no user stood still.',
      settle: null,
    };
  }
  return {
    ...common,
    state: 'unknown',
    value: 'cannot tell',
    sentence: 'There is no sign that the load generator was the limit, but its CPU was not recorded.',
    settle,
  };
}

/**
 * In a standstill of the system, users that wait for no answer go on until they wait as well. Where they should have started
 * several requests and none did, the side that makes the load stood still.
 */
function stoodStill({ inFlight, fromMs, toMs }: Freeze, { audit }: GeneratorItemFacts): boolean {
  const users = audit?.users;
  if (users == null || users.thinkTimeMs <= 0) return false;
  const idle = users.users - inFlight;
  if (idle < users.users * 0.1) return false;
  return Math.min(idle, (idle * (toMs - fromMs)) / users.thinkTimeMs) >= MIN_EXPECTED_STARTS;
}
