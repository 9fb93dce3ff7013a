import { sum } from './counts.mjs';

/**
 * @typedef {object} StepResult
 * @property {string} name
 * @property {import('./counts.mjs').Counts} counts
 * @property {number} seconds
 * @property {string} [note] why it did not run
 * @property {string[]} [skipReasons]
 */

/**
 * The closing lines. The last one has a fixed form, which other programs read.
 *
 * @param {readonly StepResult[]} results
 * @returns {string}
 */
export function formatSummary(results) {
  const total = sum(results.map(({ counts }) => counts));
  const rows = results.map(({ name, counts, seconds, note }) => {
    const figures = [counts.passed, counts.failed, counts.skipped].map((n) => `${n}`.padStart(8));
    return `${name.padEnd(14)}${figures.join('')}${seconds.toFixed(1).padStart(9)} s${note === undefined ? '' : `  ${note}`}`;
  });
  return [
    '',
    `${'step'.padEnd(14)}${['passed', 'failed', 'skipped'].map((word) => word.padStart(8)).join('')}${'time'.padStart(11)}`,
    ...rows,
    '',
    ...(total.skipped > 0 ? [`${total.skipped} skipped`] : []),
    ...results.flatMap(({ skipReasons = [] }) => skipReasons),
    `${total.passed} passed, ${total.failed} failed`,
  ].join('\n');
}
