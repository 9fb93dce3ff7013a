import { defaultSettings, layoutSettingsSchema, type LayoutSettings } from './layout-slice.ts';

const KEY = 'loadstone.layout';

/** The part of `localStorage` that is used; it may be full, blocked or edited by hand. */
export type SettingsStorage = Pick<Storage, 'getItem' | 'setItem'>;

export function readSettings(storage: SettingsStorage): LayoutSettings {
  try {
    const text = storage.getItem(KEY);
    if (text === null) return defaultSettings;
    const parsed = layoutSettingsSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : defaultSettings;
  } catch {
    // Unreadable settings are not worth a message: the defaults are a complete layout.
    return defaultSettings;
  }
}

export function writeSettings(storage: SettingsStorage, settings: LayoutSettings): void {
  try {
    storage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // A full or blocked storage costs the layout of the next start, nothing of the user's data.
  }
}
