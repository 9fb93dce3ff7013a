import { expect, test } from 'vitest';
import { svgOf } from '../svg-export/svg-picture.ts';
import { fakePalette } from '../testing/fake-palette.ts';
import { drawPhaseRibbon } from './draw-ribbon.ts';

test('the ribbon stands in exported pictures with tint and word, each phase in its place', () => {
  const phases = [
    { kind: 'ramp', fromMs: 0, toMs: 20_000 },
    { kind: 'steady', fromMs: 20_000, toMs: 100_000 },
  ] as const;
  const scale = { left: 50, right: 550, domain: { fromMs: 0, toMs: 100_000 } };
  const svg = svgOf({ width: 600, height: 100, pixelRatio: 1 }, '#fff', [
    (context) => drawPhaseRibbon(context, fakePalette, phases, scale, 18),
  ]);
  expect(svg).toContain('--phase-ramp');
  expect(svg).toContain('--phase-steady');
  expect(svg).toMatch(/>ramp</u);
  expect(svg).toMatch(/>steady</u);
  expect(svg?.indexOf('>ramp<')).toBeLessThan(svg?.indexOf('>steady<') ?? 0);
});
