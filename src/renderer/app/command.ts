import type { AppState } from '../state/store.ts';

export type CommandSection = 'Files' | 'Edit' | 'View' | 'Selection' | 'Window';

/** Something the user can do by name, by key, from a menu. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly section: CommandSection;
  /** See `ui/shortcut.ts`. */
  readonly shortcut?: string;
  /** Absent: always. */
  readonly enabled?: (state: AppState) => boolean;
  readonly run: () => void;
}
