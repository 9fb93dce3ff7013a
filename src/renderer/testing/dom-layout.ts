/**
 * jsdom lays nothing out: every size is 0 and a virtualised list would show no rows. Gives all elements one size.
 * @returns a function that restores jsdom's own answers
 */
export function giveElementsSize(width: number, height: number): () => void {
  const sizes = { offsetWidth: width, offsetHeight: height, clientWidth: width, clientHeight: height };
  const restore = Object.entries(sizes).map(([name, value]) => {
    const original = Object.getOwnPropertyDescriptor(HTMLElement.prototype, name);
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value });
    return () => {
      if (original !== undefined) Object.defineProperty(HTMLElement.prototype, name, original);
      else Reflect.deleteProperty(HTMLElement.prototype, name);
    };
  });
  const scrollTo = Object.getOwnPropertyDescriptor(Element.prototype, 'scrollTo');
  Object.defineProperty(Element.prototype, 'scrollTo', { configurable: true, value: jumpTo });
  return () => {
    for (const undo of restore) undo();
    if (scrollTo !== undefined) Object.defineProperty(Element.prototype, 'scrollTo', scrollTo);
  };
}

function jumpTo(this: Element, options: ScrollToOptions): void {
  this.scrollTop = options.top ?? 0;
  this.dispatchEvent(new Event('scroll'));
}
