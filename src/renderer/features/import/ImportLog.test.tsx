import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { WireError } from '#shared/contract/errors.ts';
import type { Source } from '#shared/model/run.ts';
import { fakeSource, STARTED_AT_US } from '../../testing/fake-data.ts';
import { ImportLog } from './ImportLog.tsx';

afterEach(cleanup);

const first = fakeSource({ id: 1, name: 'injector-1.jtl', rejectedRows: 0 });
const second = fakeSource({
  id: 2,
  name: 'injector-2.jtl',
  rejectedRows: 0,
  firstInstantUs: STARTED_AT_US + 90_000_000,
});

function show(sources: readonly Source[], failure: WireError | null = null) {
  const onSetClockOffset = vi.fn(() => Promise.resolve(failure));
  const of = (list: readonly Source[]) => (
    <ImportLog sourceId={1} sources={list} onSetClockOffset={onSetClockOffset} onClose={vi.fn()} />
  );
  const { rerender } = render(of(sources));
  return {
    onSetClockOffset,
    user: userEvent.setup(),
    rerender: (list: readonly Source[]) => rerender(of(list)),
  };
}

const clock = () => screen.getByRole('region', { name: 'Clock' });
const field = () => within(clock()).getByRole('textbox', { name: 'Clock offset' });
const apply = () => within(clock()).getByRole('button', { name: 'Apply' });

describe('the clock of a source', () => {
  it('is set by how far ahead it was, in milliseconds or seconds, and says what that does', async () => {
    const { onSetClockOffset, user, rerender } = show([first]);
    expect(clock().textContent).toContain('Its samples stand where its file puts them.');
    expect(apply()).toHaveProperty('disabled', true);
    await user.clear(field());
    await user.type(field(), '1500');
    expect(clock().textContent).toContain('was 1,500 ms ahead: its samples are moved back by that.');
    await user.click(within(clock()).getByRole('radio', { name: 's' }));
    expect(clock().textContent).toContain('was 1,500,000 ms ahead');
    await user.clear(field());
    await user.type(field(), '-1.5{Enter}');
    expect(onSetClockOffset).toHaveBeenCalledExactlyOnceWith(1, -1500);

    rerender([{ ...first, clockOffsetMs: -1500 }]);
    expect(field()).toHaveProperty('value', '-1500');
    await user.click(within(clock()).getByRole('button', { name: 'Remove' }));
    expect(onSetClockOffset).toHaveBeenLastCalledWith(1, 0);
  });

  it('takes nothing that is no number', async () => {
    const { onSetClockOffset, user } = show([first]);
    await user.clear(field());
    await user.type(field(), 'soon{Enter}');
    expect(within(clock()).getByRole('status').textContent).toContain('as a number');
    expect(apply()).toHaveProperty('disabled', true);
    expect(onSetClockOffset).not.toHaveBeenCalled();
  });

  it('says what went wrong', async () => {
    const { user } = show([first], { code: 'busy', message: 'An import is running.' });
    await user.type(field(), '5');
    await user.click(apply());
    expect((await screen.findByRole('alert')).textContent).toContain('The clock could not be set right');
  });

  it('cannot be wrong without time stamps', () => {
    show([{ ...first, firstInstantUs: null, lastInstantUs: null }]);
    expect(within(clock()).queryByRole('textbox')).toBeNull();
    expect(clock().textContent).toContain('no time stamps');
  });
});

describe('the clocks of a run', () => {
  it('stand beside each other, with a word where they are far apart', () => {
    show([first, second]);
    expect(clock().textContent).toContain('The first samples of the 2 files of this run are 1 m 30 s apart.');
    expect(clock().textContent).toContain('a clock was wrong');
    const rows = within(clock()).getAllByRole('row');
    expect(rows.map((row) => row.textContent).slice(1)).toEqual([
      'injector-1.jtl2026-03-14 01:00:04 UTC2026-03-14 01:42:04 UTC0 ms',
      'injector-2.jtl2026-03-14 01:01:34 UTC2026-03-14 01:42:04 UTC1 m 30 s',
    ]);
  });

  it('are those after their correction', () => {
    show([first, { ...second, clockOffsetMs: 90_000 }]);
    expect(clock().textContent).toContain('are 0 ms apart');
    expect(clock().textContent).not.toContain('a clock was wrong');
  });

  it('of one file, or of another run, are nobody’s concern', () => {
    show([first, { ...second, runId: 9 }]);
    expect(within(clock()).queryByRole('table')).toBeNull();
  });
});
