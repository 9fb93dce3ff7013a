import type { LocalEngine } from './local-engine.ts';
import { importSide } from './import-sides.ts';
import type { SideOptions } from './side-arguments.ts';
import type { Terminal } from './terminal.ts';

export interface ReportSide {
  readonly runIds: readonly number[];
  readonly profileIds: readonly number[];
  readonly seriesIds: readonly number[];
  /** Of the worst that happened; `done` when every file was read. */
  readonly code: number;
}

/** Reads the files of one side: results of load tests, profiles, and heap snapshots, which make series by themselves. */
export async function importReportSide(
  local: LocalEngine,
  given: readonly string[],
  options: SideOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ReportSide> {
  const { client } = local;
  const before = await attachmentsOf(local);
  const { runIds, code } = await importSide(local, given, options, terminal, signal, { attachments: true });
  const after = await attachmentsOf(local);
  const snapshots = new Set(after.snapshotIds.filter((id) => !before.snapshotIds.includes(id)));
  const series = snapshots.size === 0 ? [] : await client.call('series.list', {});
  return {
    runIds,
    profileIds: after.profileIds.filter((id) => !before.profileIds.includes(id)),
    seriesIds: series
      .filter(({ snapshotIds }) => snapshotIds.some((id) => snapshots.has(id)))
      .map(({ id }) => id),
    code,
  };
}

async function attachmentsOf({ client }: LocalEngine): Promise<{
  readonly profileIds: readonly number[];
  readonly snapshotIds: readonly number[];
}> {
  return {
    profileIds: (await client.call('profiles.list', {})).map(({ id }) => id),
    snapshotIds: (await client.call('snapshots.list', {})).map(({ id }) => id),
  };
}
