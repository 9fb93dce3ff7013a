/** The finder that `npm start` uses, too: plain JavaScript, because the starter runs before anything is built. */
declare module '*/scripts/launch/browsers.mjs' {
  export interface Browser {
    readonly name: string;
    readonly path: string;
  }
  export function findBrowser(world: {
    readonly platform: NodeJS.Platform;
    readonly env: NodeJS.ProcessEnv;
    readonly home: string;
    readonly exists: (path: string) => boolean;
  }): Browser | undefined;
  export function isSnap(path: string): boolean;
}
