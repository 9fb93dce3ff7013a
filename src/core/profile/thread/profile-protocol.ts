import type { WireError } from '#shared/contract/errors.ts';
import type { Profile, TextTable } from '../model/profile.ts';
import type { DigestedProfiles } from './digested-profiles.ts';

/** What the engine's thread tells a thread that reads profiles: one job, then it ends. */
export interface ToProfileThread {
  readonly name: string;
  readonly path: string;
  readonly format: string;
}

/** What such a thread tells. */
export type FromProfileThread =
  | { readonly t: 'progress'; readonly bytesRead: number }
  | { readonly t: 'done'; readonly read: SentProfiles }
  | { readonly t: 'failed'; readonly error: WireError };

/** Profiles whose texts can cross a thread. */
export interface SentProfiles extends Omit<DigestedProfiles, 'profiles'> {
  readonly profiles: readonly (Omit<Profile, 'frames'> & {
    readonly frames: Omit<Profile['frames'], 'texts'>;
    readonly texts: readonly string[];
  })[];
}

/** @returns `buffers`: those that are handed over instead of copied */
export function sentProfiles({ profiles, ...facts }: DigestedProfiles): {
  readonly sent: SentProfiles;
  readonly buffers: ArrayBuffer[];
} {
  const buffers = new Set<ArrayBuffer>();
  const sent = profiles.map(({ frames: { texts, ...frames }, ...profile }) => {
    const { samples, stacks } = profile;
    const columns = [frames.name, frames.file, frames.module, frames.line, frames.column, frames.kind];
    columns.push(frames.inlined, stacks.parent, stacks.frame, samples.thread, samples.stack);
    for (const column of [...columns, ...samples.weights, samples.time]) {
      // A view of a part would take its neighbours along.
      if (column?.buffer instanceof ArrayBuffer && column.byteLength === column.buffer.byteLength)
        buffers.add(column.buffer);
    }
    return { ...profile, frames, texts: Array.from({ length: texts.count }, (_, id) => texts.at(id)) };
  });
  return { sent: { ...facts, profiles: sent }, buffers: [...buffers] };
}

export function receivedProfiles({ profiles, ...facts }: SentProfiles): DigestedProfiles {
  return {
    ...facts,
    profiles: profiles.map(({ frames, texts, ...profile }) => ({
      ...profile,
      frames: { ...frames, texts: new TextList(texts) },
    })),
  };
}

class TextList implements TextTable {
  private readonly texts: readonly string[];

  constructor(texts: readonly string[]) {
    this.texts = texts;
  }

  get count(): number {
    return this.texts.length;
  }

  at(id: number): string {
    const text = this.texts[id];
    if (text === undefined) throw new RangeError(`There is no text ${id}`);
    return text;
  }
}
