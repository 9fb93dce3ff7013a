import { z } from 'zod';
import {
  functionPlaceSchema,
  occurrences,
  profileExports,
  profileSelectionSchema,
  siblingOrders,
  treeDirections,
  type ExportedFile,
  type ProfileActivity,
  type ProfileFunctionTable,
  type ProfileHeatMap,
  type ProfileInfo,
  type ProfileSandwich,
  type ProfileTimeOrder,
  type ProfileTree,
} from '../model/profile.ts';
import {
  differenceOptionsSchema,
  differenceSideSchema,
  type ProfileDifference,
} from '../model/profile-difference.ts';
import { method } from './method.ts';

const id = z.number().int().positive();
const place = z.number().int().nonnegative();
const threads = z.array(place).max(100_000).nullable();
const selection = profileSelectionSchema;
/** Trees of callers leave out nodes below this share of the total; left out: {@link DEFAULT_MIN_SHARE}. */
const minShare = z.number().min(0).max(1).optional();

/** CPU and allocation profiles. Methods that need instants refuse profiles without ({@link ProfileInfo.hasTimes}). */
export const profileMethods = {
  'profiles.list': method<readonly ProfileInfo[]>()(z.strictObject({})),
  'profiles.rename': method<ProfileInfo>()(
    z.strictObject({ profileId: id, name: z.string().trim().min(1).max(200) }),
  ),
  /** With the last profile of a source the source goes, too. */
  'profiles.remove': method<readonly ProfileInfo[]>()(z.strictObject({ profileId: id })),
  /**
   * The run that a profile belongs to. Run null: none, whatever the clocks say. Offset (where the profile starts, ms since
   * the start of the run) null: by the clocks, or 0 where there are none.
   */
  'profiles.link': method<ProfileInfo>()(
    z.strictObject({
      profileId: id,
      runId: id.nullable(),
      offsetMs: z.number().min(-1e11).max(1e11).nullable(),
    }),
  ),

  'profiles.tree': method<ProfileTree>()(
    z.strictObject({
      selection,
      order: z.enum(siblingOrders),
      direction: z.enum(treeDirections),
      minShare,
    }),
  ),
  /** Heaviest self first. */
  'profiles.functions': method<ProfileFunctionTable>()(z.strictObject({ selection })),
  'profiles.sandwich': method<ProfileSandwich>()(
    z.strictObject({
      selection,
      function: functionPlaceSchema,
      occurrence: z.enum(occurrences),
      order: z.enum(siblingOrders),
      minShare,
    }),
  ),
  'profiles.activity': method<ProfileActivity>()(
    z.strictObject({ profileId: id, weight: place, threads, bins: z.number().int().min(1).max(10_000) }),
  ),
  /** Over the whole time of the profile; the part of the selection is not looked at, its changes are. */
  'profiles.heatMap': method<ProfileHeatMap>()(
    z.strictObject({
      selection,
      columns: z.number().int().min(1).max(10_000),
      rows: z.number().int().min(1).max(1000),
    }),
  ),
  /** One thread; the part of the selection is replaced by `fromMs` to `toMs`. */
  'profiles.timeOrder': method<ProfileTimeOrder>()(
    z.strictObject({
      selection,
      thread: place,
      fromMs: z.number(),
      toMs: z.number(),
      /** Pixels across. */
      columns: z.number().int().min(1).max(20_000),
    }),
  ),
  'profiles.export': method<ExportedFile>()(
    z.strictObject({
      selection,
      to: z.enum(profileExports),
      /** Of speedscope; left out: {@link MAX_SPEEDSCOPE_RECTANGLES}. */
      maxRectangles: z.number().int().positive().max(1_000_000_000).optional(),
    }),
  ),
  /**
   * Baseline against candidate. Operations that are null are those of the linked run that were completed in the selected
   * time; without a linked run they stay unknown.
   */
  'profiles.difference': method<ProfileDifference>()(
    z.strictObject({
      baseline: differenceSideSchema,
      candidate: differenceSideSchema,
      options: differenceOptionsSchema,
    }),
  ),
} as const;
