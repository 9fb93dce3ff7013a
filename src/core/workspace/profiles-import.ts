import { cancelledError } from '#shared/contract/errors.ts';
import type { Warning } from '#shared/model/run.ts';
import { changesOn, type Changes } from '../db/changes.ts';
import { writeProfileTables } from '../db/profile-tables.ts';
import { refreshProfileViews, storedProfiles, type StoredProfile } from '../db/profile-views.ts';
import type { Profile, SampleTable } from '../profile/model/profile.ts';
import { readDigestedProfiles, type DigestedProfiles } from '../profile/thread/digested-profiles.ts';
import { profileWorkerUrl, readProfilesInThread } from '../profile/thread/read-in-thread.ts';
import type {
  AttachmentEnvironment,
  AttachmentHooks,
  AttachmentImport,
  AttachmentRequest,
} from './attachments.ts';
import { importTransaction, refuseDuplicate } from './import-transaction.ts';
import { insertSource } from './source-row.ts';

const US_PER_MS = 1000;
/** Below this a thread costs more time than it saves. */
const THREAD_FROM_BYTES = 1 << 20;

/** Imports the profiles of a file. @see AttachmentImport */
export const importProfiles: AttachmentImport = async (environment, request, hooks, signal) => {
  const { database } = environment;
  const begun = performance.now();
  const read = await readAll(environment, request, hooks, signal);
  const { profiles, format, compression, sizeBytes, sha256 } = read;
  if (!request.allowDuplicate) await refuseDuplicate(database, request, sha256);
  hooks.finishing();
  const ids = await nextIds(database);
  const samples = profiles.reduce((sum, profile) => sum + profile.samples.count, 0);
  const stored = await storedProfiles(database);
  return importTransaction(
    database,
    async (connection) => {
      const changes = changesOn(connection);
      const added: StoredProfile[] = [];
      let before = 0;
      for (const [place, profile] of profiles.entries()) {
        const id = ids.profile + place;
        const name = profileName(request.name, profile, profiles.length);
        await writeProfileTables(connection, id, profile, async (written) => {
          hooks.progress(sizeBytes, before + written);
          await new Promise((resolve) => setImmediate(resolve));
          if (signal.aborted) throw cancelledError(`The import of ${request.name}`);
        });
        before += profile.samples.count;
        await recordProfile(changes, { id, sourceId: ids.source, name, formatLabel: format.label }, profile);
        added.push({
          id,
          defaultWeight: profile.defaultWeight,
          weights: profile.weightTypes.length,
          hasTimes: profile.samples.time !== null,
        });
      }
      const spans = profiles.map(spanOf).filter((span) => span !== null);
      await insertSource(changes, {
        id: ids.source,
        kind: 'profile',
        runId: null,
        name: request.name,
        path: request.path,
        sizeBytes,
        sha256,
        format: format.id,
        formatLabel: format.label,
        compression,
        importedAtUs: environment.nowUs(),
        importMs: performance.now() - begun,
        rows: samples,
        rejectedRows: 0,
        firstInstantUs: spans.length === 0 ? null : Math.min(...spans.map(({ from }) => from)),
        lastInstantUs: spans.length === 0 ? null : Math.max(...spans.map(({ to }) => to)),
        toolVersion: profiles[0]?.tool ?? null,
        clockTickMs: 1 / US_PER_MS,
        properties: {
          'recognised by': request.reasons.join('; ') || 'chosen by hand',
          profiles: String(profiles.length),
          ...(profiles[0]?.tool == null ? {} : { tool: profiles[0].tool }),
        },
        sampleColumns: [],
        hasPoints: false,
        hasReport: false,
        warnings: joinedWarnings(profiles),
      });
      await refreshProfileViews([...stored, ...added], changes.run);
      if (signal.aborted) throw cancelledError(`The import of ${request.name}`);
      return {
        sourceId: ids.source,
        runId: null,
        profileIds: added.map(({ id }) => id),
        snapshotId: null,
      };
    },
    () => undefined,
  );
};

async function readAll(
  { workerUrl }: AttachmentEnvironment,
  { name, path, format, sizeBytes, open }: AttachmentRequest,
  hooks: AttachmentHooks,
  signal: AbortSignal,
): Promise<DigestedProfiles> {
  const progress = (bytesRead: number): void => hooks.progress(bytesRead, 0);
  if (workerUrl !== null && path !== null && (sizeBytes ?? Infinity) >= THREAD_FROM_BYTES)
    return readProfilesInThread(profileWorkerUrl(workerUrl), { name, path, format }, progress, signal);
  const source = await open();
  try {
    return await readDigestedProfiles(source, format, progress, signal);
  } finally {
    await source.close();
  }
}

async function nextIds(
  database: Parameters<AttachmentImport>[0]['database'],
): Promise<{ readonly source: number; readonly profile: number }> {
  const [row] = await database.rows(`SELECT (SELECT coalesce(max(id), 0) + 1 FROM sources) AS source,
    (SELECT coalesce(max(id), 0) + 1 FROM profiles) AS profile`);
  return { source: Number(row?.['source']), profile: Number(row?.['profile']) };
}

interface RecordedProfile {
  readonly id: number;
  readonly sourceId: number;
  readonly name: string;
  readonly formatLabel: string;
}

async function recordProfile(
  { run, append }: Changes,
  { id, sourceId, name, formatLabel }: RecordedProfile,
  profile: Profile,
): Promise<void> {
  const { samples, frames, stacks, weightTypes, threads, startedAtUs, intervalUs } = profile;
  const lengthUs = profile.durationUs ?? lastInstantUs(samples);
  await run(
    `INSERT INTO profiles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, make_timestamp(?::BIGINT), ?, ?, false, NULL, NULL, ?)`,
    [
      id,
      sourceId,
      name,
      profile.format,
      formatLabel,
      profile.tool,
      profile.defaultWeight,
      samples.count,
      frames.count,
      stacks.count,
      samples.time !== null,
      startedAtUs === null ? null : Math.round(startedAtUs),
      lengthUs === null ? null : lengthUs / US_PER_MS,
      intervalUs === null ? null : intervalUs / US_PER_MS,
      JSON.stringify(profile.warnings),
    ],
  );
  await append(
    'profile_weights',
    weightTypes.map((weight, place) => [id, place, weight.name, weight.unit]),
  );
  const counts = new Float64Array(threads.length);
  for (let i = 0; i < samples.count; i++) counts[samples.thread[i]!]!++;
  await append(
    'profile_threads',
    threads.map((thread, place) => [
      id,
      place,
      thread.name,
      thread.threadId,
      thread.processId,
      thread.processName,
      counts[place]!,
    ]),
  );
}

/** Of several profiles of one file each has its own name behind that of the file. */
function profileName(fileName: string, { name }: Profile, count: number): string {
  return count === 1 || name.length === 0 || name === fileName ? fileName : `${fileName}: ${name}`;
}

/** µs since the start of the profile; null without time. */
function lastInstantUs({ time, count }: SampleTable): number | null {
  if (time === null || count === 0) return null;
  let last = 0;
  for (let i = 0; i < count; i++) last = Math.max(last, time[i]!);
  return last;
}

function spanOf({ startedAtUs, durationUs, samples }: Profile): { from: number; to: number } | null {
  if (startedAtUs === null) return null;
  const from = Math.round(startedAtUs);
  return { from, to: from + Math.round(durationUs ?? lastInstantUs(samples) ?? 0) };
}

/** What is said of several profiles of a file is said once. */
function joinedWarnings(profiles: readonly Profile[]): Warning[] {
  const joined = new Map<string, Warning>();
  for (const warning of profiles.flatMap(({ warnings }) => warnings)) {
    const key = `${warning.code} ${warning.message}`;
    const known = joined.get(key);
    joined.set(key, { ...warning, count: warning.count + (known?.count ?? 0) });
  }
  return [...joined.values()];
}
