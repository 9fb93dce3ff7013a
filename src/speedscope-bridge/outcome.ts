/** What speedscope 1.25 puts behind the name of a profile once it has read it. */
const TITLE_END = ' - speedscope';
/** What it shows when reading ended in an exception. */
const FAILED = 'Something went wrong';

/**
 * Waits for what speedscope makes of a file. It has no messages for that: its title, its alert and its page of last resort are
 * all there is to see.
 * @returns settles when the profile is on its screen
 * @throws {Error} with speedscope's own words
 */
export function outcomeOf(page: Window): Promise<void> {
  const { document } = page;
  return new Promise((resolve, reject) => {
    const observer = new MutationObserver(() => {
      if (document.title.endsWith(TITLE_END)) {
        observer.disconnect();
        resolve();
      } else if (document.body.textContent.includes(FAILED)) {
        fail('speedscope could not read the profile.');
      }
    });
    const fail = (reason: string): void => {
      observer.disconnect();
      reject(new Error(reason));
    };
    observer.observe(document, { childList: true, subtree: true, characterData: true });
    // The sandbox of the frame swallows alerts: without this the person would wait for ever.
    page.alert = (reason: unknown) => fail(String(reason));
  });
}
