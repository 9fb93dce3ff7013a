import { z } from 'zod';
import { wireErrorSchema } from '#shared/contract/errors.ts';

/** What the main process and an engine process say to each other, beside handing on the page's ports. */

const workspaceTargetSchema = z.object({
  path: z.string().min(1),
  /** A path named with `--workspace` may be new; one that was open before, or was chosen, must be there. */
  mayCreate: z.boolean(),
});
export type WorkspaceTarget = z.infer<typeof workspaceTargetSchema>;

const startSchema = z.object({
  t: z.literal('start'),
  /** Null starts with an empty workspace. */
  workspace: workspaceTargetSchema.nullable(),
  configDirectory: z.string(),
  /** Where the installed app keeps files beside its code. */
  resourcesDirectory: z.string(),
  memoryLimitBytes: z.number().positive().optional(),
  threads: z.number().int().positive().optional(),
});
export type StartMessage = z.infer<typeof startSchema>;

export const toEngineSchema = z.discriminatedUnion('t', [
  startSchema,
  /** Brings the engine's end of a page's port. */
  z.object({ t: z.literal('connect') }),
  /** Paths that the person chose become ids for the page. */
  z.object({ t: z.literal('grant'), id: z.number(), paths: z.array(z.string()) }),
  z.object({ t: z.literal('shutdown') }),
]);
export type ToEngine = z.infer<typeof toEngineSchema>;

const openWorkspaceSchema = z.object({
  path: z.string(),
  /** False while it lies in Loadstone's own folder. */
  isSaved: z.boolean(),
  runCount: z.number(),
});
export type OpenWorkspace = z.infer<typeof openWorkspaceSchema>;

export const fromEngineSchema = z.discriminatedUnion('t', [
  z.object({
    t: z.literal('ready'),
    /** Left behind by a crash; the main process clears it away then. */
    tempDirectory: z.string(),
    /** Why it started with an empty workspace instead of the one asked for. */
    problem: wireErrorSchema.nullable(),
  }),
  z.object({ t: z.literal('failed'), error: wireErrorSchema }),
  z.object({ t: z.literal('workspace'), workspace: openWorkspaceSchema }),
  z.object({ t: z.literal('granted'), id: z.number(), fileIds: z.array(z.string()) }),
]);
export type FromEngine = z.infer<typeof fromEngineSchema>;
