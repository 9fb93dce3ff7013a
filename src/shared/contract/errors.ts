import { z } from 'zod';

/** What went wrong, as a closed list: hosts map it to exit codes, the window to what can be done next. */
export const errorCodes = [
  'bad-request',
  'not-found',
  'cancelled',
  'file-missing',
  'file-unreadable',
  'file-empty',
  'file-not-recognised',
  'file-damaged',
  'file-duplicate',
  'disk-full',
  'read-only',
  'workspace-locked',
  'workspace-newer',
  'workspace-damaged',
  'query-failed',
  'busy',
  'engine-gone',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Where in which file; `line` counts from 1, `byte` from 0 in the unpacked bytes. */
export const errorPlaceSchema = z.object({
  file: z.string().optional(),
  line: z.number().int().positive().optional(),
  byte: z.number().int().nonnegative().optional(),
});
export type ErrorPlace = z.infer<typeof errorPlaceSchema>;

export const wireErrorSchema = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  hint: z.string().optional(),
  place: errorPlaceSchema.optional(),
  /** Stack of the original error: shown on request only (`--verbose`, "Copy details"). */
  detail: z.string().optional(),
});
export type WireError = z.infer<typeof wireErrorSchema>;

/**
 * An expected failure with a message for a person: what failed, where, and what to do.
 * It crosses every carrier as {@link WireError} and comes out as an `AppError` again.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly place: ErrorPlace | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { hint?: string | undefined; place?: ErrorPlace | undefined; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.place = options.place;
  }
}

/** True for the two shapes in which a cancelled operation reports itself. */
export function isCancelled(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'cancelled';
  return error instanceof Error && error.name === 'AbortError';
}

export function cancelledError(what = 'The operation'): AppError {
  return new AppError('cancelled', `${what} was cancelled.`);
}

/** Anything thrown becomes something that can be sent; unknown errors are 'internal' and keep their stack. */
export function toWireError(error: unknown): WireError {
  if (error instanceof AppError) {
    const wire: WireError = { code: error.code, message: error.message };
    if (error.hint !== undefined) wire.hint = error.hint;
    if (error.place !== undefined) wire.place = error.place;
    const cause = error.cause instanceof Error ? error.cause.stack : undefined;
    const detail = cause ?? error.stack;
    if (detail !== undefined) wire.detail = detail;
    return wire;
  }
  if (isCancelled(error)) return { code: 'cancelled', message: 'The operation was cancelled.' };
  const message = error instanceof Error ? error.message : String(error);
  const wire: WireError = {
    code: 'internal',
    message: `Unexpected failure: ${message}`,
    hint: 'This is a defect in Loadstone. The details can be copied for a report.',
  };
  if (error instanceof Error && error.stack !== undefined) wire.detail = error.stack;
  return wire;
}

export function fromWireError(wire: WireError): AppError {
  const error = new AppError(wire.code, wire.message, { hint: wire.hint, place: wire.place });
  if (wire.detail !== undefined) error.stack = wire.detail;
  return error;
}
