import type { DesktopApi } from '#shared/contract/desktop.ts';

declare global {
  interface Window {
    /** Put there by the preload script; absent in the browser host. */
    readonly loadstone?: DesktopApi<File>;
  }
}
