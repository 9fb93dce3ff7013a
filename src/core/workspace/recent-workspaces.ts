import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { RecentWorkspace } from '#shared/model/workspace.ts';
import { fileSize, readTextFile, workspaceName, writeTextFile } from '../io/workspace-files.ts';

const MAX_RECENT = 30;

const fileSchema = z.object({
  version: z.literal(1),
  workspaces: z.array(
    z.object({
      path: z.string(),
      openedAtUs: z.number(),
      contents: z.string(),
      untitled: z.boolean(),
      /** Name of its first run. */
      title: z.string().optional(),
    }),
  ),
});
type Entry = z.infer<typeof fileSchema>['workspaces'][number];

/** Workspaces that were open before, newest first; kept in Loadstone's own folder. */
export class RecentWorkspaces {
  private readonly file: string;
  /** Changes come one after the other: each reads the list that the one before has written. */
  private turn: Promise<void> = Promise.resolve();

  constructor(configDirectory: string) {
    this.file = join(configDirectory, 'recent-workspaces.json');
  }

  async list(): Promise<RecentWorkspace[]> {
    const entries = await this.read();
    return Promise.all(
      entries.map(async ({ path, openedAtUs, contents, untitled, title }) => ({
        path,
        name: untitled ? (title ?? 'Untitled') : workspaceName(path),
        untitled,
        folder: untitled ? 'not saved yet' : dirname(path),
        openedAtUs,
        sizeBytes: await fileSize(path),
        contents,
      })),
    );
  }

  async remember(entry: Entry): Promise<void> {
    await this.change((entries) =>
      [entry, ...entries.filter(({ path }) => path !== entry.path)].filter(
        // One that was never saved can be found nowhere else: it stays until somebody takes it off.
        ({ untitled }, place) => untitled || place < MAX_RECENT,
      ),
    );
  }

  async forget(path: string): Promise<void> {
    await this.change((entries) => entries.filter((entry) => entry.path !== path));
  }

  async isKnown(path: string): Promise<boolean> {
    return (await this.read()).some((entry) => entry.path === path);
  }

  async isUntitled(path: string): Promise<boolean> {
    return (await this.read()).some((entry) => entry.path === path && entry.untitled);
  }

  /** A list that cannot be read (damaged, of another version) is an empty list: it holds nothing of value. */
  private async read(): Promise<Entry[]> {
    const text = await readTextFile(this.file);
    if (text === null) return [];
    try {
      return fileSchema.parse(JSON.parse(text)).workspaces;
    } catch {
      return [];
    }
  }

  private change(edit: (entries: readonly Entry[]) => readonly Entry[]): Promise<void> {
    const changed = this.turn.then(async () => {
      const workspaces = edit(await this.read());
      await writeTextFile(this.file, `${JSON.stringify({ version: 1, workspaces }, null, 2)}\n`);
    });
    this.turn = changed.catch(() => undefined);
    return changed;
  }
}
