import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { findBrowser, type Browser } from '../../../scripts/launch/browsers.mjs';

/** The installed browser that can print: the one in which the app opens without Electron; null without one. */
export function printingBrowser(): Browser | null {
  const { platform, env } = process;
  return findBrowser({ platform, env, home: homedir(), exists: existsSync }) ?? null;
}
