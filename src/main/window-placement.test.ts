import { expect, test } from 'vitest';
import { cascadeFrom, MIN_SIZE, placeWindow } from './window-placement.ts';

const main = { workArea: { x: 0, y: 25, width: 1920, height: 1055 } };
const left = { workArea: { x: -1600, y: 0, width: 1600, height: 1200 } };

test('the first window is in the middle of the main screen', () => {
  expect(placeWindow(null, [main], main)).toEqual({ x: 240, y: 103, width: 1440, height: 900 });
});

test('a window comes back to where it was, on any screen', () => {
  const saved = { x: -1500, y: 50, width: 1200, height: 800 };
  expect(placeWindow(saved, [main, left], main)).toEqual(saved);
});

test('a window whose screen is gone is put in the middle with its size', () => {
  const saved = { x: -1500, y: 50, width: 1200, height: 800 };
  expect(placeWindow(saved, [main], main)).toEqual({ x: 360, y: 153, width: 1200, height: 800 });
});

test.each([
  ['above the screen', { x: 100, y: -500, width: 1200, height: 800 }],
  ['with the title bar under the menu bar', { x: 100, y: 10, width: 1200, height: 800 }],
  ['almost out at the right', { x: 1900, y: 100, width: 1200, height: 800 }],
  ['below', { x: 100, y: 1070, width: 1200, height: 800 }],
])('a window %s could not be grabbed', (_where, saved) => {
  expect(placeWindow(saved, [main], main)).toEqual({ x: 360, y: 153, width: 1200, height: 800 });
});

test('a window fits its screen and is never below its least size', () => {
  const saved = { x: 0, y: 25, width: 5000, height: 100 };
  expect(placeWindow(saved, [main], main)).toEqual({ x: 0, y: 25, width: 1920, height: MIN_SIZE.height });
  const small = { workArea: { x: 0, y: 0, width: 800, height: 600 } };
  expect(placeWindow(null, [small], small)).toEqual({ x: 0, y: 0, width: 800, height: 600 });
});

test('a further window does not cover the one before', () => {
  expect(cascadeFrom({ x: 10, y: 20, width: 1200, height: 800 })).toEqual({
    x: 38,
    y: 48,
    width: 1200,
    height: 800,
  });
});
