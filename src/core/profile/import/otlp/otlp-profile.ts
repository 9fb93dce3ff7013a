import { AppError } from '#shared/contract/errors.ts';
import { ProfileBuilder } from '../../model/profile-builder.ts';
import {
  EMPTY_STACK,
  NO_PARENT,
  type NewProfile,
  type ProfileThread,
  type WeightType,
} from '../../model/profile.ts';
import { OtlpStacks } from './otlp-frames.ts';
import type { OtlpProfileFields, OtlpSamples, OtlpTables } from './otlp-tables.ts';

const NS_PER_US = 1000;
const timeScales: Readonly<Record<string, number>> = {
  nanoseconds: 1,
  ns: 1,
  microseconds: 1e3,
  us: 1e3,
  milliseconds: 1e6,
  ms: 1e6,
  seconds: 1e9,
  s: 1e9,
};

/** Profiles of a file that measure the same: agents write one per process. */
interface Group {
  readonly profiles: Set<number>;
  readonly name: string;
  readonly weights: readonly WeightType[];
  readonly scale: number;
  /** ns that a sample stands for, by profile; only with a second weight. */
  readonly periodNs: ReadonlyMap<number, number>;
}

/**
 * One profile per sample type, of all processes of the file.
 * @throws {AppError} `file-damaged`
 */
export function otlpProfiles(tables: OtlpTables, name: string, cut: boolean): readonly NewProfile[] {
  if (tables.sampleCount === 0 || tables.texts.length === 0) {
    throw new AppError(
      'file-damaged',
      tables.texts.length === 0
        ? 'This file of OTLP profiles has no dictionary that says what its samples mean.'
        : 'There is no sample in this file of OTLP profiles.',
      {
        hint: 'Loadstone reads v1development with "dictionary" and "stackTable"; export again with a current collector.',
      },
    );
  }
  const samples = tables.takeSamples();
  const groups = groupsOf(tables);
  return groups
    .map((group) => profileOf(tables, samples, group, groups.length === 1 ? name : group.name, cut))
    .filter((profile) => profile !== null);
}

function groupsOf(tables: OtlpTables): readonly Group[] {
  const byType = new Map<string, { places: number[]; fields: OtlpProfileFields }>();
  for (const [place, fields] of tables.profiles.entries()) {
    const key = `${tables.texts[fields.type] ?? ''}/${tables.texts[fields.unit] ?? ''}`;
    const known = byType.get(key);
    if (known === undefined) byType.set(key, { places: [place], fields });
    else known.places.push(place);
  }
  return [...byType.values()].map(({ places, fields }): Group => {
    const type = tables.texts[fields.type] ?? '';
    const unit = tables.texts[fields.unit] ?? '';
    const scale = timeScales[unit];
    const title = type === '' ? (unit === '' ? 'value' : unit) : type;
    const periodNs = new Map<number, number>();
    for (const place of places) {
      const own = tables.profiles[place]!;
      const periodScale = timeScales[tables.texts[own.periodUnit] ?? ''];
      if (periodScale !== undefined && own.period > 0) periodNs.set(place, own.period * periodScale);
    }
    const main: WeightType =
      scale !== undefined
        ? { name: title, unit: 'ns' }
        : unit === 'bytes' || unit === 'By'
          ? { name: title, unit: 'bytes' }
          : { name: title, unit: /^samples?$/u.test(type) ? 'samples' : 'count' };
    const timed = main.unit === 'samples' && periodNs.size > 0;
    return {
      profiles: new Set(places),
      name: title,
      weights: timed ? [main, { name: 'cpu', unit: 'ns' }] : [main],
      scale: scale ?? 1,
      periodNs,
    };
  });
}

function profileOf(
  tables: OtlpTables,
  samples: OtlpSamples,
  group: Group,
  name: string,
  cut: boolean,
): NewProfile | null {
  let earliest = Infinity;
  let latest = -Infinity;
  let count = 0;
  let timed = true;
  for (let i = 0; i < samples.count; i++) {
    if (!group.profiles.has(samples.profile[i]!)) continue;
    count++;
    const instant = samples.instant[i]!;
    if (Number.isNaN(instant)) timed = false;
    else {
      earliest = Math.min(earliest, instant);
      latest = Math.max(latest, instant);
    }
  }
  if (count === 0) return null;
  const builder = new ProfileBuilder(group.weights, timed);
  if (cut) builder.warnings.add('cut-short', 'The file ends in the middle; what came before was read.');
  const stacks = new OtlpStacks(tables, builder);
  const threads = new Map<string, number>();
  for (let i = 0; i < samples.count; i++) {
    const profile = samples.profile[i]!;
    if (!group.profiles.has(profile)) continue;
    const key = `${tables.profiles[profile]!.resource} ${samples.label[i]!}`;
    let thread = threads.get(key);
    if (thread === undefined)
      threads.set(key, (thread = threadPlace(tables, profile, samples.label[i]!, builder, threads)));
    const stack = stacks.stackOf(samples.stack[i]!);
    const value = samples.value[i]! * group.scale;
    const weights =
      group.weights.length === 1 ? [value] : [value, value * (group.periodNs.get(profile) ?? 0)];
    builder.sample(
      timed ? samples.instant[i]! - earliest : 0,
      thread,
      stack === NO_PARENT ? EMPTY_STACK : stack,
      ...weights,
    );
  }
  const fields = [...group.profiles].map((place) => tables.profiles[place]!);
  const starts = fields.map(({ timeUs }) => timeUs).filter((time) => time > 0);
  const [period] = group.periodNs.values();
  return builder.finish({
    name,
    startedAtUs: timed ? earliest : starts.length > 0 ? Math.min(...starts) : null,
    durationUs: timed
      ? latest - earliest
      : (fields.find(({ durationUs }) => durationUs > 0)?.durationUs ?? null),
    intervalUs: period === undefined ? null : period / NS_PER_US,
    tool: 'OpenTelemetry',
  });
}

/** Lists of attributes that name the same thread are one. */
function threadPlace(
  tables: OtlpTables,
  profile: number,
  label: number,
  builder: ProfileBuilder,
  places: Map<string, number>,
): number {
  const thread = threadOf(tables, tables.profiles[profile]!.resource, label);
  const key = `thread ${thread.processId} ${thread.threadId} ${thread.name} ${thread.processName}`;
  let place = places.get(key);
  if (place === undefined) {
    place = builder.addThread(thread.name, thread);
    places.set(key, place);
  }
  return place;
}

function threadOf(tables: OtlpTables, resource: number, label: number): ProfileThread {
  const said = new Map<string, string | number>();
  for (const { key, value } of tables.resources[resource] ?? []) said.set(key, value);
  for (const place of tables.labels[label] ?? []) {
    const attribute = tables.attributes[place];
    if (attribute !== undefined) said.set(tables.texts[attribute.key] ?? '', attribute.value);
  }
  const number = (key: string): number | null => {
    const value = Number(said.get(key) ?? Number.NaN);
    return Number.isFinite(value) ? value : null;
  };
  const text = (...keys: readonly string[]): string | null => {
    const found = keys.map((key) => said.get(key)).find((value) => value !== undefined && value !== '');
    return found === undefined ? null : String(found);
  };
  const threadId = number('thread.id');
  const processId = number('process.pid');
  const processName = text('process.executable.name', 'service.name', 'container.name');
  const name =
    text('thread.name') ??
    (threadId === null
      ? (processName ?? (processId === null ? 'all threads' : `process ${processId}`))
      : `thread ${threadId}`);
  return { name, threadId, processId, processName };
}
