import { describe, expect, it } from 'vitest';
import {
  AppError,
  cancelledError,
  errorCodes,
  fromWireError,
  isCancelled,
  toWireError,
  wireErrorSchema,
} from './errors.ts';

describe('errors on the wire', () => {
  it.each(errorCodes)('keep the code %s', (code) => {
    const wire = toWireError(new AppError(code, 'words'));
    expect(wire).toMatchObject({ code, message: 'words' });
    expect(wireErrorSchema.parse(wire)).toEqual(wire);
    expect(fromWireError(wire)).toMatchObject({ code, message: 'words', name: 'AppError' });
  });

  it('keep hint and place, and leave out what is not there', () => {
    const full = new AppError('file-damaged', 'm', { hint: 'h', place: { file: 'f', line: 1, byte: 0 } });
    expect(toWireError(full)).toMatchObject({ hint: 'h', place: { file: 'f', line: 1, byte: 0 } });
    expect(fromWireError(toWireError(full))).toMatchObject({
      hint: 'h',
      place: { file: 'f', line: 1, byte: 0 },
    });
    const bare = toWireError(new AppError('busy', 'm'));
    expect(Object.keys(bare).sort()).toEqual(['code', 'detail', 'message']);
    expect(fromWireError(bare)).toMatchObject({ hint: undefined, place: undefined });
  });

  it('show where the cause came from, over any number of processes', () => {
    const cause = new RangeError('the root');
    const wire = toWireError(new AppError('query-failed', 'm', { cause }));
    expect(wire.detail).toBe(cause.stack);
    expect(toWireError(fromWireError(wire))).toEqual(wire);
  });

  it('show their own place when they have no cause', () => {
    const error = new AppError('query-failed', 'm', { cause: 'just words' });
    expect(toWireError(error).detail).toBe(error.stack);
  });

  it('call everything unknown a defect', () => {
    const error = new TypeError('x is undefined');
    expect(toWireError(error)).toMatchObject({ code: 'internal', detail: error.stack });
    expect(toWireError(error).message).toContain('x is undefined');
    for (const thrown of ['words', 7, null, undefined, { message: 'object' }]) {
      const wire = toWireError(thrown);
      expect(wire.code).toBe('internal');
      expect(wireErrorSchema.safeParse(wire).success).toBe(true);
    }
  });

  it('know a cancelled operation in both of its shapes', () => {
    expect(isCancelled(cancelledError())).toBe(true);
    expect(isCancelled(new DOMException('x', 'AbortError'))).toBe(true);
    expect(isCancelled(fromWireError(toWireError(new DOMException('x', 'AbortError'))))).toBe(true);
    expect(isCancelled(new AppError('busy', 'x'))).toBe(false);
    expect(isCancelled(new Error('AbortError'))).toBe(false);
    expect(isCancelled({ name: 'AbortError' })).toBe(false);
    expect(cancelledError('The import of a.jtl').message).toBe('The import of a.jtl was cancelled.');
  });
});
