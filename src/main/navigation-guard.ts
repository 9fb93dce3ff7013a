import { app, type Event, type WebContents } from 'electron';
import type { PageAddress } from './page-address.ts';

/** Keeps every page of the app, whoever opened it, at our own address and in its own window. */
export function guardNavigation(page: PageAddress): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents, page));
}

type Navigation = Event<{ readonly url: string; readonly isMainFrame: boolean }>;

export function guardContents(contents: WebContents, page: PageAddress): void {
  // Reloading is a navigation to the page itself. Frames inside of it have nowhere to go.
  const refuseForeign = (navigation: Navigation): void => {
    if (!navigation.isMainFrame || !page.isPage(navigation.url)) navigation.preventDefault();
  };
  contents.on('will-navigate', refuseForeign);
  contents.on('will-frame-navigate', refuseForeign);
  contents.on('will-redirect', refuseForeign);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  // Nothing is opened outside either: there is no address yet that Loadstone would send a person to.
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
