import { describe, expect, it } from 'vitest';
import type { ProfileHeatMap } from '#shared/model/profile.ts';
import { fakePalette } from '../testing/fake-palette.ts';
import { createRecordingContext } from '../testing/recording-context.ts';
import { cellAt, drawHeat, drawHeatMarks, heatFrame } from './draw.ts';
import { cellsOfSpan, cellStart, movedCell, spanOfCells, weightOf } from './model.ts';

const map: ProfileHeatMap = {
  unit: 'ns',
  columns: 3,
  rows: 4,
  secondsPerColumn: 1,
  fromMs: 2000,
  weight: Float64Array.from([1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 4]),
  max: 4,
};
const frame = heatFrame(map, 500, 121);

describe('heat map of a profile', () => {
  it('has seconds across and parts of the second upwards', () => {
    expect(cellStart(map, { column: 1, row: 1 })).toBe(3250);
    expect(weightOf(map, { column: 1, row: 1 })).toBe(2);
    expect(cellAt(map, frame, frame.left + 1, frame.bottom - 1)).toEqual({ column: 0, row: 0 });
    expect(cellAt(map, frame, frame.left + 1, frame.top + 1)).toEqual({ column: 0, row: 3 });
    expect(cellAt(map, frame, frame.right + 1, frame.top + 1)).toBeNull();
  });

  it('chooses all of the time between two cells, in either order', () => {
    const span = { fromMs: 2750, toMs: 4250 };
    expect(spanOfCells(map, { column: 0, row: 3 }, { column: 2, row: 0 })).toEqual(span);
    expect(spanOfCells(map, { column: 2, row: 0 }, { column: 0, row: 3 })).toEqual(span);
    expect(cellsOfSpan(map, span)).toEqual({ from: 3, to: 9 });
    expect(cellsOfSpan(map, { fromMs: 0, toMs: 99_000 })).toEqual({ from: 0, to: 12 });
  });

  it('takes seconds that lie on top of each other together', () => {
    const folded = { ...map, secondsPerColumn: 10 };
    expect(spanOfCells(folded, { column: 1, row: 0 }, { column: 1, row: 3 })).toEqual({
      fromMs: 12_000,
      toMs: 22_000,
    });
  });

  it('is walked through by keyboard, and ends at its edges', () => {
    expect(movedCell(map, { column: 0, row: 3 }, 'ArrowUp')).toEqual({ column: 0, row: 3 });
    expect(movedCell(map, { column: 0, row: 3 }, 'ArrowRight')).toEqual({ column: 1, row: 3 });
    expect(movedCell(map, { column: 1, row: 2 }, 'End')).toEqual({ column: 2, row: 2 });
    expect(movedCell(map, { column: 1, row: 2 }, 'a')).toBeNull();
  });

  it('draws a cell for every weight, and veils what is not chosen', () => {
    const { context, named } = createRecordingContext();
    drawHeat(context, { ...fakePalette, heat: ['#000000', '#ffffff'] }, map, frame);
    expect(named('fillRect').filter(({ fillStyle }) => String(fillStyle).startsWith('rgb'))).toHaveLength(3);
    const marks = createRecordingContext();
    drawHeatMarks(
      marks.context,
      fakePalette,
      map,
      frame,
      { fromMs: 3000, toMs: 4000 },
      { column: 0, row: 0 },
    );
    expect(marks.named('strokeRect')).toHaveLength(1);
    const veiled = marks.named('fillRect').filter(({ args }) => Number(args[3]) > 0);
    // Both other seconds as a whole; of the chosen one nothing.
    expect(veiled).toHaveLength(2);
  });
});
