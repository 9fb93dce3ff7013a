import type { Page, TestInfo } from '@playwright/test';

/** Keeps a picture of the window among the test's artefacts, in both themes: `<name>-light.png`, `<name>-dark.png`. */
export async function keepScreenshots(page: Page, testInfo: TestInfo, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // Canvases repaint in the frame after the theme has changed.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    await page.screenshot({
      path: testInfo.outputPath(`${name}-${colorScheme}.png`),
      animations: 'disabled',
    });
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}
