import type { Sign } from '../document/report-document.ts';

/** Outlines on a 14 × 14 grid; they stand before words. */
const OK = '<circle cx="7" cy="7" r="5.5"/><path d="m4.600 7.200 1.700 1.700 3.200-3.700"/>';
const CROSS = '<circle cx="7" cy="7" r="5.5"/><path d="m5 5 4 4M9 5 5 9"/>';
const QUESTION =
  '<circle cx="7" cy="7" r="5.5"/><path d="M5.500 5.600c0-2 3-2 3 0 0 1.200-1.500 1.200-1.500 2.300M7 9.800v.1"/>';
const TRIANGLE = '<path d="M7 1.800 12.800 12H1.200zM7 5.500v3M7 10.200v.1"/>';
const INFO = '<circle cx="7" cy="7" r="5.5"/><path d="M7 6.500v3.300M7 4.300v.1"/>';
const UP = '<path d="M7 11.500v-9M3.500 6 7 2.500 10.500 6"/>';
const DOWN = '<path d="M7 2.500v9M3.500 8 7 11.500 10.500 8"/>';
const EQUAL = '<path d="M3 5.300h8M3 8.700h8"/>';

export const signPaths: Readonly<Record<Sign, string>> = {
  regressed: UP,
  inconclusive: QUESTION,
  improved: DOWN,
  'no-change': EQUAL,
  passed: OK,
  failed: CROSS,
  'cannot-tell': QUESTION,
  high: CROSS,
  medium: TRIANGLE,
  low: INFO,
  good: OK,
  info: INFO,
  signed: OK,
  note: TRIANGLE,
};

export function signSvg(sign: Sign, size: number, colour = 'currentColor', at = ''): string {
  return `<svg${at} class="sign" width="${size}" height="${size}" viewBox="0 0 14 14" fill="none" stroke="${colour}" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${signPaths[sign]}</svg>`;
}
