import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createCrosshair } from '../../charts/crosshair.ts';
import { fakeModel } from '../../charts/testing/fake-series.ts';
import type { LaneKind } from '../../charts/time-series/geometry.ts';
import { TimeSeriesChart } from '../../charts/time-series/TimeSeriesChart.tsx';
import { prepareWindow } from '../testing/prepare-window.ts';

let restore: () => void;
beforeEach(() => {
  restore = prepareWindow();
});
afterEach(() => {
  cleanup();
  restore();
});

it('a moving brush leaves the ribbon above the plots alone', () => {
  const ribbon = vi.fn(() => <p>warm-up, steady</p>);
  const [model, crosshair] = [fakeModel(), createCrosshair()];
  const lanes: readonly LaneKind[] = ['response-time'];
  const chart = (toMs: number) => (
    <TimeSeriesChart
      owner="timeline"
      model={model}
      lanes={lanes}
      mode="log"
      head="ribbon"
      ribbon={ribbon}
      span={{ fromMs: 0, toMs }}
      spanLabel={`${toMs} ms`}
      stepMs={1000}
      locked={null}
      onBrush={vi.fn()}
      crosshair={crosshair}
    />
  );
  const { rerender } = render(chart(1000));
  expect(screen.getByText('warm-up, steady')).toBeTruthy();
  const before = ribbon.mock.calls.length;
  rerender(chart(2000));
  expect(screen.getByRole('slider').getAttribute('aria-valuetext')).toBe('2000 ms');
  expect(ribbon.mock.calls.length).toBe(before);
});
