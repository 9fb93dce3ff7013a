import { AppError, cancelledError } from '#shared/contract/errors.ts';
import type { Database } from '../db/database.ts';
import { readProfileTables } from '../db/profile-tables.ts';
import { storedProfiles } from '../db/profile-views.ts';
import { inTurns } from '../profile/turns.ts';
import { openingProfile } from '../profile/view/opened-profile.ts';
import { ViewedProfile } from '../profile/view/viewed-profile.ts';
import { profileOf } from './profiles.ts';

const US_PER_MS = 1000;

/** Profiles of the open workspace that were looked at last, as typed arrays; the least used ones go when room is short. */
export class OpenedProfiles {
  private readonly maxBytes: number;
  private database: Database | null = null;
  /** The one that was used last comes last. */
  private readonly kept = new Map<number, Promise<ViewedProfile>>();

  /** @param maxBytes the one in use is kept, however large */
  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  /** @throws {AppError} `not-found`, `cancelled` */
  async get(database: Database, id: number, signal: AbortSignal): Promise<ViewedProfile> {
    if (this.database !== database) this.kept.clear();
    this.database = database;
    // Others may wait for the same profile: one who leaves must not end it for them.
    const loading = this.kept.get(id) ?? load(database, id);
    this.kept.delete(id);
    this.kept.set(id, loading);
    loading.catch(() => {
      if (this.kept.get(id) === loading) this.kept.delete(id);
    });
    const viewed = await unlessAborted(loading, signal);
    await this.makeRoom();
    return viewed;
  }

  /** To be called when a profile is removed: its number may be given to another. */
  forget(id: number): void {
    this.kept.delete(id);
  }

  private async makeRoom(): Promise<void> {
    const sizes = await Promise.all(
      [...this.kept].map(async ([id, loading]) => {
        const viewed = await loading.catch(() => null);
        return { id, bytes: viewed?.bytes ?? 0 };
      }),
    );
    let bytes = sizes.reduce((sum, size) => sum + size.bytes, 0);
    for (const { id, bytes: own } of sizes.slice(0, -1)) {
      if (bytes <= this.maxBytes) return;
      this.kept.delete(id);
      bytes -= own;
    }
  }
}

async function load(database: Database, id: number): Promise<ViewedProfile> {
  const info = await profileOf(database, id);
  const stored = (await storedProfiles(database)).find((profile) => profile.id === id);
  if (stored === undefined)
    throw new AppError('workspace-damaged', `The samples of ${info.name} are missing.`);
  const never = new AbortController().signal;
  const tables = await readProfileTables(database, stored, never);
  const opening = openingProfile({
    ...tables,
    name: info.name,
    weightTypes: info.weights,
    defaultWeight: info.defaultWeight,
    threads: info.threads,
    startedAtUs: info.startedAtUs,
    durationUs: info.durationMs === null ? null : info.durationMs * US_PER_MS,
    intervalUs: info.intervalMs === null ? null : info.intervalMs * US_PER_MS,
    tool: info.tool,
    warnings: info.warnings,
  });
  return new ViewedProfile(await inTurns(opening, never, `Opening ${info.name}`));
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(cancelledError('Opening the profile'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
