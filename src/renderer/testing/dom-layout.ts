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
  return restoreAll([...restore, replaceMethod('scrollTo', jumpTo), replaceMethod('scrollIntoView', stay)]);
}

function replaceMethod(name: 'scrollTo' | 'scrollIntoView', value: unknown): () => void {
  const original = Object.getOwnPropertyDescriptor(Element.prototype, name);
  Object.defineProperty(Element.prototype, name, { configurable: true, value });
  return () => {
    if (original !== undefined) Object.defineProperty(Element.prototype, name, original);
    else Reflect.deleteProperty(Element.prototype, name);
  };
}

function restoreAll(undos: readonly (() => void)[]): () => void {
  return () => {
    for (const undo of undos) undo();
  };
}

function jumpTo(this: Element, options: ScrollToOptions): void {
  this.scrollTop = options.top ?? 0;
  this.dispatchEvent(new Event('scroll'));
}

function stay(): void {
  // Without layout everything is in view.
}
