import type { QueuedFile } from './import-queue.ts';

/** A file of the sample workspace. */
export interface SampleFile {
  readonly path: string;
  /** Its run is the baseline of a scenario of this name. */
  readonly baseline?: string | undefined;
  /** Its profiles belong to the run of the file at `path`, which stands before it; where they start on its time line. */
  readonly profileOf?: { readonly path: string; readonly offsetMs: number } | undefined;
}

/** What the import is told of them. @param register gives a path the number that the import knows it by */
export function queuedSampleFiles(
  files: readonly SampleFile[],
  register: (path: string) => string,
): QueuedFile[] {
  const ids = new Map(files.map(({ path }) => [path, register(path)]));
  return files.map(({ path, baseline, profileOf }) => ({
    fileId: ids.get(path)!,
    baseline,
    profileOf:
      profileOf === undefined
        ? undefined
        : { fileId: ids.get(profileOf.path)!, offsetMs: profileOf.offsetMs },
  }));
}
