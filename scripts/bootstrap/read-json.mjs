import { readFileSync } from 'node:fs';

/**
 * @param {string} path
 * @returns {unknown} the caller says what it expects
 */
export function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
