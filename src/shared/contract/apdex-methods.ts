import { z } from 'zod';
import { apdexSettingsSchema, type ApdexSettings } from '../model/apdex.ts';
import { method } from './method.ts';

/** What the Apdex of the workspace is judged by. */
export const apdexMethods = {
  'apdex.settings': method<ApdexSettings>()(z.strictObject({})),
  'apdex.set': method<ApdexSettings>()(apdexSettingsSchema),
} as const;
