import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { createToasts, Toasts } from './Toasts.tsx';

afterEach(cleanup);

it('equal messages are one, others stand beside it', async () => {
  const service = createToasts();
  render(<Toasts service={service} />);
  act(() => {
    service.show({ status: 'good', title: 'Saved', text: 'a.csv' });
    service.show({ status: 'good', title: 'Saved', text: 'a.csv' });
    service.show({ status: 'good', title: 'Saved', text: 'b.csv' });
  });
  expect(await screen.findAllByText('Saved', { selector: '.toast__title' })).toHaveLength(2);
  expect(screen.getAllByText('a.csv', { selector: '.toast__text' })).toHaveLength(1);
});
