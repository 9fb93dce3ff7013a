import { readPalette, type ChartPalette } from '../palette.ts';

/** Every colour is the name of its token, so that a test reads what was meant. */
export const fakePalette: ChartPalette = readPalette((name) => name);
