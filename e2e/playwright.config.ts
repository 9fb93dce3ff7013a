import { defineConfig, devices } from '@playwright/test';
import { findTestChromium } from '../scripts/testing/chromium.mjs';

const chromium = findTestChromium();
const isRoot = process.getuid?.() === 0;

/** Keeps a desktop browser from doing anything but showing the page: its own traffic would be taken for ours. */
const quietSwitches = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

export default defineConfig({
  testDir: '.',
  // Each test starts an engine of its own; more at once would only measure the machine.
  workers: 2,
  // Tests are shared out one by one: a file of long ones would keep one worker busy alone.
  fullyParallel: true,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  // Limits are for machines whose cores others keep busy: they cost nothing where all is well.
  timeout: 120_000,
  globalTimeout: 30 * 60_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure' },
  projects: [
    {
      name: 'browser',
      testMatch: 'browser/**/*.spec.ts',
      // One folder for each project: Playwright empties it at the start of a run.
      outputDir: '../test-results/browser',
      use: {
        ...devices['Desktop Chrome'],
        viewport: { width: 1440, height: 900 },
        locale: 'en-GB',
        timezoneId: 'UTC',
        launchOptions: {
          ...(chromium !== undefined && { executablePath: chromium }),
          // Chromium refuses to run sandboxed as root.
          args: [...quietSwitches, ...(isRoot ? ['--no-sandbox'] : [])],
        },
      },
    },
    {
      name: 'electron',
      testMatch: 'electron/**/*.spec.ts',
      outputDir: '../test-results/electron',
      workers: 1,
    },
  ],
});
