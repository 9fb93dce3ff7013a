import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** A place of a chart whose tooltip stays. */
export interface Pin<P> {
  readonly place: P | null;
  /** What has just happened, for assistive technology. */
  readonly said: string;
}

interface PinReading<P> {
  /** Under the crosshair, or where the keyboard is; null: there is nothing to pin. */
  readonly placeNow: () => P | null;
  /** The tooltip of a place as text; null where there is none. */
  readonly textOf: (place: P) => string | null;
}

/**
 * Alt and a click, or P, pins the tooltip of a chart; C copies it as text, and Esc, a click into the chart or P again lets
 * it go.
 */
export function usePin<P>(root: RefObject<HTMLElement | null>, reading: PinReading<P>): Pin<P> {
  const [place, setPlace] = useState<P | null>(null);
  const [said, setSaid] = useState('');
  const latest = useRef({ reading, place });
  useLayoutEffect(() => {
    latest.current = { reading, place };
  });
  const pinned = place !== null;

  useEffect(() => {
    const element = root.current;
    if (element === null) return undefined;
    const pin = (): boolean => {
      const { placeNow, textOf } = latest.current.reading;
      const next = placeNow();
      const text = next === null ? null : textOf(next);
      if (text === null) return false;
      setPlace(next);
      setSaid(
        `Pinned: ${text.replaceAll('\n', ', ').replaceAll('\t', ' ')}. C copies it, Escape lets it go.`,
      );
      return true;
    };
    const onPointerDown = (event: PointerEvent): void => {
      if (event.button !== 0) return;
      // The brush must not begin under a click that pins.
      if (event.altKey && pin()) event.stopPropagation();
      else if (!event.altKey) setPlace(null);
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'p' || event.altKey || event.ctrlKey || event.metaKey) return;
      if (latest.current.place === null) {
        if (!pin()) return;
      } else {
        setPlace(null);
        setSaid('Not pinned any more');
      }
      event.preventDefault();
      event.stopPropagation();
    };
    element.addEventListener('pointerdown', onPointerDown, true);
    element.addEventListener('keydown', onKeyDown);
    return () => {
      element.removeEventListener('pointerdown', onPointerDown, true);
      element.removeEventListener('keydown', onKeyDown);
    };
  }, [root]);

  useEffect(() => {
    if (!pinned) return undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
      if (event.key === 'Escape') {
        setPlace(null);
        setSaid('Not pinned any more');
      } else if (event.key.toLowerCase() === 'c') {
        const { reading: now, place: where } = latest.current;
        const text = where === null ? null : now.textOf(where);
        if (text === null) return;
        navigator.clipboard.writeText(text).then(
          () => setSaid('Copied'),
          () => setSaid('It could not be copied: the browser does not allow it'),
        );
      } else return;
      event.preventDefault();
      event.stopPropagation();
    };
    // Before any other part of the window: Esc would take the selection away.
    document.addEventListener('keydown', onKeyDown, true);
    return () => document.removeEventListener('keydown', onKeyDown, true);
  }, [pinned]);

  return { place, said };
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [role="dialog"]') !== null;
}
