import { describe, expect, it } from 'vitest';
import { MAX_KEPT_REJECTS } from './importer.ts';
import { RejectLog } from './reject-log.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('RejectLog', () => {
  it('keeps place, reason and start of a row, without its line end', () => {
    const log = new RejectLog();
    const source = bytes('good\nbad row\r\ngood\n');
    log.add(2, 105, 'it is bad', source, 5, 14);
    expect(log.kept).toEqual([{ line: 2, byte: 105, reason: 'it is bad', raw: 'bad row' }]);
  });

  it('keeps at most 240 bytes of a row', () => {
    const log = new RejectLog();
    log.add(1, 0, 'long', bytes('x'.repeat(1000)), 0, 1000);
    expect(log.kept[0]!.raw).toBe('x'.repeat(240));
  });

  it('counts on when it has kept enough', () => {
    const log = new RejectLog();
    for (let i = 0; i < MAX_KEPT_REJECTS + 5; i++) log.add(i + 1, i, 'bad', bytes('x'), 0, 1);
    expect(log.count).toBe(MAX_KEPT_REJECTS + 5);
    expect(log.kept).toHaveLength(MAX_KEPT_REJECTS);
    expect(log.kept.at(-1)!.line).toBe(MAX_KEPT_REJECTS);
  });
});
