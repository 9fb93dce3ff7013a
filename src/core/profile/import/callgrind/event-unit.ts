import type { WeightType } from '../../model/profile.ts';

/** What an event of callgrind counts; costs times `scale` are in the unit. */
export interface EventUnit {
  readonly type: WeightType;
  readonly scale: number;
}

/** By the name in the `events:` line: valgrind writes `Ir`, Xdebug `Time_(10ns)`. */
export function eventUnit(event: string): EventUnit {
  const time = /^time_?\(?(\d*)\s*(ns|us|µs|ms)\)?$/iu.exec(event);
  if (time !== null) {
    const scale = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6 }[time[2]!.toLowerCase()] ?? 1;
    return { type: { name: event, unit: 'ns' }, scale: scale * (time[1] === '' ? 1 : Number(time[1])) };
  }
  if (/^(?:Ir|Instructions?)$/iu.test(event))
    return { type: { name: event, unit: 'instructions' }, scale: 1 };
  if (/^(?:Cycles?|CEst|Cyc)$/iu.test(event)) return { type: { name: event, unit: 'cycles' }, scale: 1 };
  if (/bytes\)?$/iu.test(event)) return { type: { name: event, unit: 'bytes' }, scale: 1 };
  return { type: { name: event, unit: 'count' }, scale: 1 };
}
