import type { ThemeSetting } from '../state/layout-slice.ts';

/**
 * Puts the theme on the document and keeps it there while the system's changes.
 * @returns a function that stops it
 */
export function applyTheme(setting: ThemeSetting, page: Window): () => void {
  const system = page.matchMedia('(prefers-color-scheme: dark)');
  const root = page.document.documentElement;

  function apply(): void {
    root.dataset['theme'] = setting === 'system' ? (system.matches ? 'dark' : 'light') : setting;
  }

  apply();
  if (setting !== 'system') return () => undefined;
  system.addEventListener('change', apply);
  return () => system.removeEventListener('change', apply);
}
