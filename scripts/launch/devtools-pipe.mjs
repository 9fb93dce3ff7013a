/**
 * @typedef {object} DevtoolsMessage the part of Chromium's DevTools protocol that is used here
 * @property {string} [method]
 * @property {{ targetId?: string, targetInfo?: { targetId: string, type: string } }} [params]
 */

/**
 * Follows which pages are open.
 *
 * @param {(message: unknown) => void} onLastPageClosed
 */
export function createPageCounter(onLastPageClosed) {
  const pages = new Set();
  return (/** @type {DevtoolsMessage} */ { method, params }) => {
    const info = params?.targetInfo;
    if (method === 'Target.targetCreated' && info?.type === 'page') pages.add(info.targetId);
    if (method === 'Target.targetDestroyed' && pages.delete(params?.targetId) && pages.size === 0) {
      onLastPageClosed(undefined);
    }
  };
}

/**
 * The DevTools protocol over two pipes that only this process and the browser hold (a port would be open to
 * everybody on the machine). Besides telling about windows the pipe is a lifeline: Chromium quits when it
 * closes, even if this process is killed outright.
 *
 * @param {import('node:child_process').ChildProcess} browser started with `--remote-debugging-pipe`, pipes at 3 and 4
 */
export function createDevtoolsPipe(browser) {
  const toBrowser = /** @type {import('node:stream').Writable} */ (browser.stdio[3]);
  const fromBrowser = /** @type {import('node:stream').Readable} */ (browser.stdio[4]);
  const send = (/** @type {object} */ message) => {
    if (toBrowser.writable) toBrowser.write(`${JSON.stringify(message)}\0`);
  };
  // The browser may end at any moment; its exit is what counts.
  toBrowser.on('error', () => undefined);
  fromBrowser.on('error', () => undefined);

  const lastPageClosed = new Promise((resolve) => {
    const count = createPageCounter(resolve);
    let buffered = '';
    fromBrowser.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      const messages = (buffered + text).split('\0');
      buffered = messages.pop() ?? '';
      for (const message of messages) {
        const parsed = /** @type {unknown} */ (JSON.parse(message));
        count(/** @type {DevtoolsMessage} */ (parsed));
      }
    });
  });
  send({ id: 1, method: 'Target.setDiscoverTargets', params: { discover: true } });

  return { lastPageClosed, closeBrowser: () => send({ id: 2, method: 'Browser.close' }) };
}
