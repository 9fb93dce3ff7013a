import type { FormatInfo } from '#shared/model/import-state.ts';

const things: Readonly<Record<FormatInfo['group'], string>> = {
  load: 'results',
  profile: 'profiles',
  heap: 'heap snapshots',
};

/** Names only what this installation can open: "Drop results, profiles or heap snapshots anywhere in this window". */
export function dropInvitation(formats: readonly FormatInfo[]): string {
  const groups = (['load', 'profile', 'heap'] as const).filter((group) =>
    formats.some((format) => format.group === group),
  );
  if (groups.length === 0) return 'Drop files anywhere in this window';
  if (groups.length === 1 && groups[0] === 'load') return 'Drop load-test results anywhere in this window';
  const names = groups.map((group) => things[group]);
  const last = names.pop() ?? '';
  const list = names.length === 0 ? last : `${names.join(', ')} or ${last}`;
  return `Drop ${list} anywhere in this window`;
}
