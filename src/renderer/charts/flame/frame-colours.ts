import type { ChartPalette } from '../palette.ts';
import { COLOURED_GROUPS } from './frame-group.ts';

/** Fills of boxes by place, and what is written on them. */
export interface FrameColours {
  readonly fills: readonly string[];
  readonly texts: readonly string[];
}

export interface FramePalette extends ChartPalette {
  /** {@link COLOURED_GROUPS} hues. */
  readonly frames: readonly string[];
  readonly framePlain: string;
  readonly frameHit: string;
}

/** @param token reads a CSS custom property */
export function framePalette(palette: ChartPalette, token: (name: string) => string): FramePalette {
  const read = (name: string): string => token(name).trim();
  return {
    ...palette,
    frames: Array.from({ length: COLOURED_GROUPS }, (_, place) => read(`--frame-${place + 1}`)),
    framePlain: read('--frame-plain'),
    frameHit: read('--frame-hit'),
  };
}

/** By module: one fill for each place of `groupColours`, and last the one of boxes that have no function. */
export function moduleFills(palette: FramePalette): FrameColours {
  const fills = [...palette.frames, palette.framePlain, palette.framePlain];
  return { fills, texts: fills.map(() => palette.text) };
}

/** By search: what was not found, what was. */
export function searchFills(palette: FramePalette): FrameColours {
  return { fills: [palette.framePlain, palette.frameHit], texts: [palette.text2, palette.text] };
}

/** Steps of the ramp to each side of neutral. */
export const DIFFERENCE_STEPS = 12;
/** A change that counts is never so faint that it passes for none. */
const FAINTEST = 0.16;

/** Less (blue) over neutral to more (orange): place {@link DIFFERENCE_STEPS} is neutral (method P3). */
export function differenceFills(palette: FramePalette): FrameColours {
  const fills: string[] = [];
  for (let step = -DIFFERENCE_STEPS; step <= DIFFERENCE_STEPS; step++) {
    const end = step < 0 ? palette.sideA : palette.sideB;
    fills.push(
      step === 0 ? palette.framePlain : mixed(palette.framePlain, end, Math.abs(step) / DIFFERENCE_STEPS),
    );
  }
  return { fills, texts: fills.map(textOn) };
}

/**
 * Place of a change among {@link differenceFills}.
 * @param colour −1 is gone, 1 is new
 * @param strength 0..1, how large the change is beside the others
 * @param decided the verdict is more or less; everything else is neutral at any size
 */
export function differencePlace(colour: number, strength: number, decided: boolean): number {
  if (!decided || colour === 0) return DIFFERENCE_STEPS;
  const share = Math.max(FAINTEST, Math.abs(colour) ** 0.6 * Math.min(1, 0.35 + 0.65 * strength));
  return DIFFERENCE_STEPS + Math.sign(colour) * Math.max(1, Math.round(share * DIFFERENCE_STEPS));
}

type Rgb = readonly [red: number, green: number, blue: number];

function parseColour(text: string): Rgb {
  const hex = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/iu.exec(text);
  if (hex === null) return [128, 128, 128];
  return [parseInt(hex[1]!, 16), parseInt(hex[2]!, 16), parseInt(hex[3]!, 16)];
}

function mixed(from: string, to: string, share: number): string {
  const a = parseColour(from);
  const b = parseColour(to);
  const hex = a.map((value, channel) =>
    Math.round(value + (b[channel]! - value) * share)
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${hex.join('')}`;
}

/** Relative luminance as WCAG 2 has it. */
function luminance(colour: string): number {
  const [red, green, blue] = parseColour(colour).map((value) => {
    const share = value / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2, 1..21. */
export function contrast(a: string, b: string): number {
  const one = luminance(a);
  const other = luminance(b);
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** Black or white, whichever is easier to read: one of them always has a contrast of 4.5. */
export function textOn(fill: string): string {
  return contrast(fill, '#000000') >= contrast(fill, '#ffffff') ? '#000000' : '#ffffff';
}
