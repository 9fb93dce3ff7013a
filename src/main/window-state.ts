import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { themeSettingSchema } from '#shared/contract/desktop.ts';

/** More windows than this were not left open by a person. */
const MAX_WINDOWS = 20;
const coordinate = z.int().min(-100_000).max(100_000);
const length = z.int().min(1).max(100_000);

const windowSchema = z.object({
  bounds: z.object({ x: coordinate, y: coordinate, width: length, height: length }),
  maximised: z.boolean(),
  /** Path of the workspace that was open; null when there is nothing to come back to. */
  workspace: z.string().min(1).max(4096).nullable(),
});
export type SavedWindow = z.infer<typeof windowSchema>;

const stateSchema = z.object({
  version: z.literal(1),
  theme: themeSettingSchema,
  windows: z.array(windowSchema).max(MAX_WINDOWS),
});
export type ShellState = Readonly<Omit<z.infer<typeof stateSchema>, 'version'>>;

const nothingSaved: ShellState = { theme: 'system', windows: [] };

/** What the shell knows from the last time: its windows, and the theme, so that a dark window never flashes white. */
export class ShellStateFile {
  private readonly path: string;
  private state: ShellState;

  constructor(configDirectory: string) {
    this.path = join(configDirectory, 'window-state.json');
    this.state = read(this.path);
  }

  get saved(): ShellState {
    return this.state;
  }

  /** Written at once and as a whole: a crash leaves either the old state or the new one. */
  save(change: Partial<ShellState>): void {
    const next = { ...this.state, ...change };
    this.state = { theme: next.theme, windows: next.windows.slice(0, MAX_WINDOWS) };
    const partial = `${this.path}.partial`;
    try {
      mkdirSync(dirname(this.path), { recursive: true });
      writeFileSync(partial, `${JSON.stringify({ version: 1, ...this.state }, null, 2)}\n`);
      renameSync(partial, this.path);
    } catch {
      // A full or read-only disk: where a window stood is not worth a message. What matters says so itself.
    }
  }
}

/** A file that cannot be read (damaged, of another version) holds nothing of value. */
function read(path: string): ShellState {
  try {
    const { theme, windows } = stateSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    return { theme, windows };
  } catch {
    return nothingSaved;
  }
}
