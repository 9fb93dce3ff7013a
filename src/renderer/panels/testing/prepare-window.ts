import { giveElementsSize } from '../../testing/dom-layout.ts';

class QuietObserver {
  observe(): void {
    // Sizes never change in a test.
  }
  unobserve(): void {
    // Nothing was observed.
  }
  disconnect(): void {
    // Nothing was observed.
  }
}

const quietEvents = {
  matches: false,
  addEventListener: nothing,
  removeEventListener: nothing,
};

/** Gives jsdom what charts need of a window. @returns a function that takes it away again */
export function prepareWindow(): () => void {
  const undos = [
    giveElementsSize(1000, 600),
    define(window, 'matchMedia', () => quietEvents),
    define(window, 'ResizeObserver', QuietObserver),
    define(document, 'fonts', quietEvents),
    // Without a canvas the pictures are not drawn; what they show is tested in charts/.
    define(HTMLCanvasElement.prototype, 'getContext', () => null),
    define(HTMLElement.prototype, 'setPointerCapture', nothing),
  ];
  return () => {
    for (const undo of undos) undo();
  };
}

function define(target: object, name: string, value: unknown): () => void {
  const original = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { configurable: true, writable: true, value });
  return () => {
    if (original === undefined) Reflect.deleteProperty(target, name);
    else Object.defineProperty(target, name, original);
  };
}

function nothing(): void {
  // No listener is ever called in a test.
}
