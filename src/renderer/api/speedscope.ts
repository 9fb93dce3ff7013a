import { z } from 'zod';
import type { DesktopApi } from '#shared/contract/desktop.ts';
import type { SpeedscopePlace } from '#shared/contract/speedscope.ts';

/** Of the page's own computer: the policy of the page lets it embed nothing else. */
const placeSchema = z.object({ origin: z.string().regex(/^http:\/\/(?:127\.0\.0\.1|localhost):\d{1,5}$/u) });

/**
 * Where speedscope can be opened.
 * @param desktop null in the browser host, which says itself whether and where it serves speedscope
 * @returns null where this installation has none
 */
export async function findSpeedscope(desktop: DesktopApi<File> | null): Promise<SpeedscopePlace | null> {
  try {
    if (desktop !== null) {
      const open = (profile: Parameters<typeof desktop.openInSpeedscope>[0]): Promise<void> =>
        desktop.openInSpeedscope(profile);
      return (await desktop.hasSpeedscope()) ? { kind: 'window', open } : null;
    }
    const response = await fetch('/speedscope');
    if (!response.ok) return null;
    const { origin } = placeSchema.parse(await response.json());
    return { kind: 'page', origin };
  } catch {
    // The window does without: the profile can still be saved for speedscope.
    return null;
  }
}
