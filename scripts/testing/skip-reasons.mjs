/**
 * @typedef {object} PlaywrightSuite the part of Playwright's JSON report that says why tests were skipped
 * @property {PlaywrightSuite[]} [suites]
 * @property {{ tests: { status: string, annotations: { type: string, description?: string }[] }[] }[]} [specs]
 */

/**
 * @param {PlaywrightSuite} suite
 * @returns {string[]} each reason once
 */
export function playwrightSkipReasons(suite) {
  const own = (suite.specs ?? [])
    .flatMap((spec) => spec.tests)
    .filter((test) => test.status === 'skipped')
    .flatMap((test) => test.annotations)
    .flatMap(({ type, description }) => (type === 'skip' && description !== undefined ? [description] : []));
  return [...new Set([...own, ...(suite.suites ?? []).flatMap(playwrightSkipReasons)])];
}
