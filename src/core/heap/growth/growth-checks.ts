import { median } from '#core/statistics/robust.ts';
import type { GrowthCheck, GrowthCheckState } from '#shared/model/heap-growth.ts';
import type { SnapshotTables } from '../model/snapshot-tables.ts';
import { sameProcess } from '../statistics/identity-sample.ts';
import { stepRates, WARM_UP_STEPS } from './boundedness.ts';

/** Four snapshots show a leak whose structure is plain; nine and more find any (method P10). */
const FOR_LEAK = 4;
const FOR_BLIND_SEARCH = 9;

/** What a series needs so that growth can be judged, as a list that a person can go through (method P10, input contract). */
export function growthChecks(
  tables: readonly SnapshotTables[],
  operations: readonly (number | null)[],
  from: 'typed' | 'run' | 'none',
): GrowthCheck[] {
  return [
    oneProcess(tables),
    inOrder(tables),
    afterCollection(tables),
    operationsKnown(operations, from),
    firstStep(tables, operations),
    enough(tables.length, FOR_LEAK, 'snapshots-for-leak', 'Snapshots for a leak'),
    enough(tables.length, FOR_BLIND_SEARCH, 'snapshots-for-blind-search', 'For a blind search'),
    references(tables),
    complete(tables),
  ];
}

function check(
  code: GrowthCheck['code'],
  name: string,
  state: GrowthCheckState,
  value: string,
  message: string,
): GrowthCheck {
  return { code, name, state, value, message };
}

function oneProcess(tables: readonly SnapshotTables[]): GrowthCheck {
  const answers = tables.slice(1).map(({ identity }, at) => sameProcess(tables[at]!.identity, identity));
  const name = 'One process';
  const stranger = answers.indexOf('different');
  if (stranger >= 0) {
    const message = `${tables[stranger + 1]!.name} does not seem to be of the process of ${tables[stranger]!.name}: leave it out, or judge each process by itself.`;
    return check('one-process', name, 'failed', 'ids disagree', message);
  }
  if (answers.includes('unknown') || answers.length === 0) {
    const message = 'These files have no ids that last, so Loadstone cannot tell: you vouch for it.';
    return check('one-process', name, 'unknown', 'not in the files', message);
  }
  const message = 'Objects of one id are of one class in every two snapshots that follow each other.';
  return check('one-process', name, 'passed', 'ids agree', message);
}

function inOrder(tables: readonly SnapshotTables[]): GrowthCheck {
  const name = 'In order';
  const times = tables.map(({ facts }) => facts.takenAtMs);
  if (times.some((time) => time === null)) {
    const message = 'Not every file says when it was taken: the order is that of the names, or yours.';
    return check('in-order', name, 'unknown', 'not in the files', message);
  }
  const wrong = times.findIndex((time, at) => at > 0 && time! < times[at - 1]!);
  if (wrong > 0) {
    const message = `${tables[wrong]!.name} was taken before ${tables[wrong - 1]!.name}: put them in order.`;
    return check('in-order', name, 'failed', `${tables[wrong]!.name} is earlier`, message);
  }
  return check('in-order', name, 'passed', 'by their time', 'Each was taken after the one before.');
}

function afterCollection(tables: readonly SnapshotTables[]): GrowthCheck {
  const name = 'After a garbage collection';
  const { runtime } = tables[0]!.facts;
  const all = `${String(tables.length)} of ${String(tables.length)}`;
  if (runtime === 'v8') {
    const message = 'V8 collects garbage before it writes a snapshot.';
    return check('after-collection', name, 'passed', all, message);
  }
  if (runtime === 'dotnet' || runtime === 'go') {
    const message = 'Figures are those after a garbage collection.';
    return check('after-collection', name, 'passed', all, message);
  }
  const message =
    'The files do not tell: dumps without a collection before (jcmd GC.heap_dump collects, -all does not) hold garbage, which looks like growth.';
  return check('after-collection', name, 'unknown', 'not in the files', message);
}

function operationsKnown(
  operations: readonly (number | null)[],
  from: 'typed' | 'run' | 'none',
): GrowthCheck {
  const name = 'Operation count linked';
  const known = operations.filter((count) => count !== null).length;
  const value = `${String(known)} of ${String(operations.length)}`;
  if (from === 'none') {
    const message =
      'Link the load test under which they were taken, or type in the requests completed before each: slopes are per snapshot until then.';
    return check('operations', name, 'note', value, message);
  }
  if (known < operations.length) {
    const message = 'Say when each snapshot was taken, so that completed requests can be counted.';
    return check('operations', name, 'note', value, message);
  }
  const rising = operations.every((count, at) => at === 0 || count! > operations[at - 1]!);
  if (!rising) {
    const message =
      'Completed requests do not rise from snapshot to snapshot: the clocks may differ, or the run is another one.';
    return check('operations', name, 'failed', value, message);
  }
  const message =
    from === 'run' ? 'Samples of the linked run that were completed before each.' : 'As they were typed in.';
  return check('operations', name, 'passed', value, message);
}

function firstStep(tables: readonly SnapshotTables[], operations: readonly (number | null)[]): GrowthCheck {
  const name = 'First step against the others';
  const code = 'first-step';
  const known = operations.every((count, at) => count !== null && (at === 0 || count > operations[at - 1]!));
  const times = known ? operations.map(Number) : tables.map((_, at) => at);
  const rates = stepRates(
    tables.map(({ facts }) => facts.selfBytes),
    times,
  );
  if (rates.length < 2) return check(code, name, 'unknown', '', 'It takes three snapshots.');
  const usual = median(rates.slice(1).map(Math.abs));
  const ratio = usual > 0 ? Math.max(0, rates[0]!) / usual : rates[0]! > 0 ? Infinity : 0;
  const limit = `limit ${String(WARM_UP_STEPS)}×`;
  const value = Number.isFinite(ratio) ? `${ratio.toFixed(1)}×, ${limit}` : `all of the growth, ${limit}`;
  if (ratio <= WARM_UP_STEPS) {
    return check(code, name, 'passed', value, 'The heap did not grow far faster before the second snapshot.');
  }
  const message =
    'The heap grew far more before the second snapshot than later: the first one seems to be from before the end of warm-up. Leave it out.';
  return check(code, name, 'note', value, message);
}

function enough(
  count: number,
  needed: number,
  code: 'snapshots-for-leak' | 'snapshots-for-blind-search',
  name: string,
): GrowthCheck {
  const value = `${String(count)}, needs ${String(needed)}`;
  const passed = count >= needed;
  const messages = {
    'snapshots-for-leak': 'With fewer only growth by a whole number per operation, in one place, is a leak.',
    'snapshots-for-blind-search':
      'Thousands of classes are looked at: with fewer snapshots some grow by chance, and only plain structure makes a leak.',
  } as const;
  return check(code, name, passed ? 'passed' : 'note', value, messages[code]);
}

function references(tables: readonly SnapshotTables[]): GrowthCheck {
  const name = 'References';
  const without = tables.filter(({ owners }) => owners.length === 0).length;
  if (without === 0)
    return check('references', name, 'passed', 'in all files', 'What holds the growing objects is known.');
  const message = 'These files have figures of classes only: what holds the growing ones cannot be seen.';
  return check('references', name, 'note', `missing in ${String(without)}`, message);
}

function complete(tables: readonly SnapshotTables[]): GrowthCheck {
  const name = 'Read completely';
  const partial = tables.filter(({ facts }) =>
    facts.warnings.some(({ code }) => code === 'truncated' || code === 'damaged-packing'),
  );
  if (partial.length === 0)
    return check('complete', name, 'passed', 'all files', 'Nothing is missing in the files.');
  const message = `Not all of ${partial.map((each) => each.name).join(', ')} could be read: what is missing looks like a fall.`;
  return check('complete', name, 'failed', `${String(partial.length)} cut off`, message);
}
