import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

interface AccessibilityOptions {
  /** Which screen, for the message. */
  readonly screen?: string;
  /** Also what axe calls minor or moderate. */
  readonly strict?: boolean;
}

/** axe finds nothing serious on the page as it is, in both themes. */
export async function expectAccessible(
  page: Page,
  { screen, strict = false }: AccessibilityOptions = {},
): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const axe = new AxeBuilder({ page });
    // Both themes have the same elements: the second differs in its colours alone.
    const { violations } = await (colorScheme === 'light' ? axe : axe.withRules('color-contrast')).analyze();
    const counted = violations.filter(
      ({ impact }) => strict || impact === 'serious' || impact === 'critical',
    );
    expect(
      counted.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
      ['axe', screen, colorScheme].filter((part) => part !== undefined).join(', '),
    ).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null });
}
