import { z } from 'zod';
import { wireErrorSchema } from '#shared/contract/errors.ts';
import { pageSizes } from '#shared/model/report.ts';

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

const printedSchema = z.object({ t: z.literal('printed'), id: z.number(), pdf: z.instanceof(Uint8Array) });
const notPrintedSchema = z.object({ t: z.literal('not-printed'), id: z.number(), error: wireErrorSchema });
export type PrintAnswer = z.infer<typeof printedSchema> | z.infer<typeof notPrintedSchema>;

export const toEngineSchema = z.discriminatedUnion('t', [
  startSchema,
  /** Brings the engine's end of a page's port. */
  z.object({ t: z.literal('connect') }),
  /** Paths that the person chose become ids for the page. */
  z.object({ t: z.literal('grant'), id: z.number(), paths: z.array(z.string()) }),
  printedSchema,
  notPrintedSchema,
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
  /** The browser that prints is the main process's. */
  z.object({ t: z.literal('print'), id: z.number(), html: z.string(), pageSize: z.enum(pageSizes) }),
  z.object({ t: z.literal('stop-printing'), id: z.number() }),
]);
export type FromEngine = z.infer<typeof fromEngineSchema>;
