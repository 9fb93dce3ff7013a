export const PAGE_SCHEME = 'loadstone';
const PAGE_HOST = 'app';

/** Where the window's page is, and which addresses are that page: everything else is foreign. */
export interface PageAddress {
  readonly url: string;
  /** The built page of our own scheme; false for that of a development server. */
  readonly isBuilt: boolean;
  isPage(url: string): boolean;
}

/** @param devServerUrl set by `electron-vite dev`, which serves the page from its own server */
export function pageAddress(devServerUrl: string | undefined): PageAddress {
  const own = new URL(devServerUrl ?? `${PAGE_SCHEME}://${PAGE_HOST}/`);
  return {
    url: own.href,
    isBuilt: devServerUrl === undefined,
    isPage(url) {
      if (!URL.canParse(url)) return false;
      const { protocol, host, pathname } = new URL(url);
      return (
        protocol === own.protocol && host === own.host && (pathname === '/' || pathname === '/index.html')
      );
    },
  };
}
