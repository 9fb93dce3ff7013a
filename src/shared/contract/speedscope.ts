/**
 * What passes between the window and the page of speedscope. Without zod: the bridge and the preload script of that page
 * are small files without packages.
 */

/** Ends up as a file in speedscope's own file input. */
export interface HandedProfile {
  /** Of the file, with its ending. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** From the main process to the preload script of speedscope's window; carries a {@link HandedProfile}. */
export const SPEEDSCOPE_PROFILE_CHANNEL = 'speedscope:profile';

export const OPEN_PROFILE = 'loadstone:open-profile';

/**
 * From the window to the bridge page, with a port for {@link BridgeReply}s.
 * @typeParam F the page's `File`; this folder is checked without the DOM
 */
export interface OpenProfileMessage<F = unknown> {
  readonly type: typeof OPEN_PROFILE;
  readonly file: F;
  readonly theme: SpeedscopeTheme;
}

/** `system`: speedscope follows it by itself. */
export const speedscopeThemes = ['system', 'light', 'dark'] as const;
export type SpeedscopeTheme = (typeof speedscopeThemes)[number];

/**
 * `taken`: speedscope has the file, and says itself from then on how far it is. `shown`: it has read it. `refused`: it has not,
 * in its own words.
 */
export type BridgeReply =
  | { readonly type: 'taken' }
  | { readonly type: 'shown' }
  | { readonly type: 'refused'; readonly reason: string };

/** Where this window opens speedscope: in a page of another origin that it embeds, or in a window of the desktop shell. */
export type SpeedscopePlace =
  | { readonly kind: 'page'; readonly origin: string }
  | { readonly kind: 'window'; readonly open: (profile: HandedProfile) => Promise<void> };
