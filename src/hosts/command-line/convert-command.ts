import { basename, resolve } from 'node:path';
import { foldedLines } from '#core/profile/export/folded-lines.ts';
import { speedscopeDocument, type ExportedProfile } from '#core/profile/export/speedscope-document.ts';
import { writePieces } from './convert-output.ts';
import type { ConvertOptions } from './profile-arguments.ts';
import { loadProfiles, noSuchWeight, weightPlace } from './profile-file.ts';
import type { Terminal } from './terminal.ts';
import { exitCodes } from './usage.ts';

/**
 * Writes the profiles of a file in another format.
 * @returns the exit code
 * @throws {AppError} @throws {UsageError}
 */
export async function runConvert(
  options: ConvertOptions,
  version: string,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const profiles = await loadProfiles(options.file, options.format, terminal, signal);
  const found = profiles
    .map((profile) => ({ profile, weight: weightPlace(profile, options.weight) }))
    .filter((own): own is ExportedProfile & { profile: (typeof profiles)[number] } => own.weight !== null);
  const [first] = found;
  if (first === undefined) throw noSuchWeight(profiles, options.weight ?? '');
  // Folded stacks are one list: what weighs something else cannot stand in it.
  const unit = first.profile.weightTypes[first.weight]!.unit;
  const alike = found.filter(({ profile, weight }) => profile.weightTypes[weight]!.unit === unit);
  const written = options.to === 'folded' ? alike : found;
  const pieces =
    options.to === 'folded'
      ? foldedLines(written)
      : speedscopeDocument(basename(options.file), `Loadstone ${version}`, written);
  const out = resolve(options.out);
  await writePieces(out, pieces, signal);
  const left = profiles.length - written.length;
  if (options.json) {
    const document = {
      schema: 'loadstone/convert/1',
      path: out,
      to: options.to,
      profiles: written.length,
      leftOut: left,
    };
    terminal.print(JSON.stringify(document, null, 2));
  } else {
    terminal.note(
      `${options.out}: ${written.length} ${written.length === 1 ? 'profile' : 'profiles'} written${left > 0 ? `, ${left} left out that weigh something else` : ''}.`,
    );
  }
  return exitCodes.done;
}
