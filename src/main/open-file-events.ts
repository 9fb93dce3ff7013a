import { app } from 'electron';

/**
 * Files opened in the Finder or dropped on the dock icon (macOS). The first ones come before the app is ready, so this
 * listens from the beginning and keeps them until somebody takes them.
 */
export class OpenFileEvents {
  private early: string[] = [];
  private open: ((path: string) => void) | null = null;

  constructor() {
    app.on('open-file', (event, path) => {
      event.preventDefault();
      if (this.open === null) this.early.push(path);
      else this.open(path);
    });
  }

  /** From now on, files go to `open`. @returns those that came before */
  takeOver(open: (path: string) => void): readonly string[] {
    this.open = open;
    const { early } = this;
    this.early = [];
    return early;
  }
}
