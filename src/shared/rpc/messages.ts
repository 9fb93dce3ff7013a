import { z } from 'zod';
import { wireErrorSchema } from '../contract/errors.ts';

const callId = z.number().int().nonnegative();

/**
 * What the asking side sends. Parameters are checked by the method's own schema. They may be absent, as results may:
 * carriers that send JSON drop what is undefined.
 */
export const requestSchema = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('call'), id: callId, method: z.string(), params: z.unknown().optional() }),
  z.strictObject({ t: z.literal('abort'), id: callId }),
]);
export type Request = z.infer<typeof requestSchema>;

/** What the answering side sends: reply, error, push, and "no more answers will come". */
export const responseSchema = z.discriminatedUnion('t', [
  z.object({ t: z.literal('ok'), id: callId, result: z.unknown().optional() }),
  z.object({ t: z.literal('err'), id: callId, error: wireErrorSchema }),
  z.object({ t: z.literal('event'), name: z.string(), payload: z.unknown().optional() }),
  z.object({ t: z.literal('down'), error: wireErrorSchema }),
]);
export type Response = z.infer<typeof responseSchema>;

/** As much of a reply as it takes to know which call it ends. */
export const answerSchema = z.object({ t: z.enum(['ok', 'err']), id: callId });
