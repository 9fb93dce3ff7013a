/** speedscope's own page, beside this one. */
const RELEASE_PAGE = 'index.html';

/**
 * Has this document become speedscope's: its style sheets and scripts, as its own page names them, from the same folder.
 * @returns settles when its scripts have run
 * @throws {Error} when one of them could not be loaded
 */
export async function loadSpeedscope(document: Document): Promise<void> {
  const answer = await fetch(RELEASE_PAGE);
  if (!answer.ok) throw new Error('The page of speedscope is not there.');
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const links = [...page.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')].map((link) =>
    copied(document, link, 'href'),
  );
  const scripts = [...page.scripts].map((script) => copied(document, script, 'src'));
  // Scripts that are added by script run in any order, unless told otherwise.
  for (const script of scripts) script.async = false;
  await Promise.all([...links, ...scripts].map((element) => loaded(document.head, element)));
}

/** A script of a parsed page never runs; a new one does. */
function copied<K extends 'src' | 'href', E extends HTMLElement & Record<K, string>>(
  document: Document,
  element: E,
  address: K,
): E {
  const copy = document.createElement(element.localName) as E;
  if (copy instanceof HTMLLinkElement) copy.rel = 'stylesheet';
  copy.setAttribute(address, element.getAttribute(address) ?? '');
  return copy;
}

function loaded(head: HTMLHeadElement, element: HTMLElement): Promise<void> {
  return new Promise((resolve, reject) => {
    element.addEventListener('load', () => resolve());
    element.addEventListener('error', () => reject(new Error('A file of speedscope could not be loaded.')));
    head.append(element);
  });
}
