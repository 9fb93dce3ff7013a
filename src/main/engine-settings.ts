import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const settingsSchema = z.object({
  /** Most memory that the database of one window takes. */
  memoryLimitBytes: z.int().min(128e6).optional(),
  threads: z.int().min(1).max(256).optional(),
});
export type EngineSettings = z.infer<typeof settingsSchema>;

export interface ReadSettings {
  readonly settings: EngineSettings;
  /** Why the file was not used; null when it was, or when there is none. */
  readonly problem: string | null;
}

/** `settings.json` in Loadstone's folder: what a person set for the engine. What is left out is found from the machine. */
export function readEngineSettings(configDirectory: string): ReadSettings {
  const path = join(configDirectory, 'settings.json');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return { settings: {}, problem: null };
  }
  try {
    const parsed = settingsSchema.safeParse(JSON.parse(text));
    if (parsed.success) return { settings: parsed.data, problem: null };
    const issue = parsed.error.issues[0];
    return {
      settings: {},
      problem: `${path}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`,
    };
  } catch (error) {
    return { settings: {}, problem: `${path}: ${error instanceof Error ? error.message : String(error)}` };
  }
}
