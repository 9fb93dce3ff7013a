import { join } from 'node:path';

interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  /** Electron's `appData`: the folder in which every app of this user has its own. */
  readonly appData: string;
}

/**
 * Loadstone's folder of this user. The other hosts find the same one with `core/io/machine.ts`, which the main process
 * does not import; the engine process is told this one.
 */
export function configDirectory({ env, platform, appData }: World): string {
  const chosen = env['LOADSTONE_CONFIG_DIR'];
  if (chosen !== undefined && chosen !== '') return chosen;
  return join(appData, platform === 'win32' || platform === 'darwin' ? 'Loadstone' : 'loadstone');
}
