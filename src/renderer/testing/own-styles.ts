import { afterEach, beforeEach, vi } from 'vitest';

/**
 * Styles of elements are those that they carry themselves, and `hidden`. jsdom matches its whole style sheet against an
 * element for every style that is asked for, and queries by role ask for thousands; style sheets of the window are not
 * loaded in tests in any case. For tests of whole screens.
 */
export function ownStylesOnly(): void {
  beforeEach(() => {
    const [none, hidden] = [document.createElement('i').style, document.createElement('i').style];
    hidden.display = 'none';
    vi.spyOn(window, 'getComputedStyle').mockImplementation((element, pseudo) => {
      if (pseudo !== null && pseudo !== undefined && pseudo !== '') return none;
      if (!(element instanceof HTMLElement || element instanceof SVGElement)) return none;
      return element instanceof HTMLElement && element.hidden ? hidden : element.style;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
}
