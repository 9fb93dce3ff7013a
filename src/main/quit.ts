import { app } from 'electron';
import type { AppWindows } from './app-windows.ts';

/** The way out: what is open is remembered, and engines close their databases before the process ends. */
export function arrangeQuit(windows: AppWindows, platform: NodeJS.Platform): void {
  app.on('window-all-closed', () => {
    // On macOS an app goes on without windows; `activate` opens one again.
    if (platform !== 'darwin') app.quit();
  });
  app.on('before-quit', () => windows.beginQuit());
  app.on('will-quit', (event) => {
    if (!windows.hasClosingEngines) return;
    event.preventDefault();
    void windows.enginesClosed().then(() => app.quit());
  });
}
