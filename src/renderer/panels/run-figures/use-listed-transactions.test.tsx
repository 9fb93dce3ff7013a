import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { numbersToColumn, textsToColumn } from '#shared/contract/columns.ts';
import type { LatencySummary } from '#shared/model/latency.ts';
import { useListedTransactions } from './use-listed-transactions.ts';

const COLUMNS = ['samples', 'failures', 'minMs', 'meanMs', 'maxMs', 'stdDevMs'];

function summary(rowCount: number): LatencySummary {
  const ids = Array.from({ length: rowCount }, (_, row) => row);
  const figures = numbersToColumn(ids.map(() => 1));
  return {
    overall: {
      samples: rowCount,
      failures: 0,
      errorRate: 0,
      minMs: 1,
      meanMs: 1,
      maxMs: 1,
      stdDevMs: 0,
      percentilesMs: {},
      throughputPerSec: null,
      receivedBytes: null,
      sentBytes: null,
      apdex: null,
    },
    jmeterOverall: null,
    percentiles: [],
    transactions: {
      rowCount,
      columns: {
        id: numbersToColumn(ids),
        label: textsToColumn(ids.map((id) => `GET /orders/${id}`)),
        kind: textsToColumn(ids.map(() => 'request')),
        ...Object.fromEntries(COLUMNS.map((name) => [name, figures])),
        throughputPerSec: figures,
        receivedBytes: figures,
      },
    },
  };
}

let frames: FrameRequestCallback[] = [];
beforeEach(() => {
  frames = [];
  vi.spyOn(window, 'requestAnimationFrame').mockImplementation((callback) => frames.push(callback));
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function nextFrame(): void {
  act(() => {
    for (const callback of frames.splice(0)) callback(0);
  });
}

interface Asked {
  readonly runId: number;
  readonly answer: LatencySummary | null;
}

const list = (initialProps: Asked) =>
  renderHook(({ runId, answer }: Asked) => useListedTransactions(runId, answer), { initialProps });

describe('rows of an answer', () => {
  it('are there with it where they are few', () => {
    const { result, rerender } = list({ runId: 1, answer: null });
    expect(result.current).toBeNull();
    const answer = summary(20);
    rerender({ runId: 1, answer });
    expect(result.current?.of).toBe(answer);
    expect(result.current?.rows.map(({ label }) => label).at(-1)).toBe('GET /orders/19');
  });

  it('come after the next frame where they are many; the rows before stay until then', async () => {
    const first = summary(6000);
    const { result, rerender } = list({ runId: 1, answer: first });
    expect(result.current).toBeNull();
    nextFrame();
    await waitFor(() => expect(result.current?.of).toBe(first));
    expect(result.current?.rows).toHaveLength(6000);
    const second = summary(7000);
    rerender({ runId: 1, answer: second });
    expect(result.current?.of).toBe(first);
    nextFrame();
    await waitFor(() => expect(result.current?.of).toBe(second));
  });

  it('are never those of another run', async () => {
    const { result, rerender } = list({ runId: 1, answer: summary(6000) });
    nextFrame();
    await waitFor(() => expect(result.current).not.toBeNull());
    rerender({ runId: 2, answer: summary(6000) });
    expect(result.current).toBeNull();
  });
});
