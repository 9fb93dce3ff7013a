import type { Database } from './database.ts';

/**
 * Views over the tables of all profiles. As with samples, every profile has tables of its own
 * (`profile_frames_<id>`, `profile_stacks_<id>`, `profile_samples_<id>`): importing makes them, removing drops them.
 */

/** Version of the schema from which on a workspace has profiles. */
export const FIRST_WITH_PROFILES = 4;

/** What is known of the tables of one profile. */
export interface StoredProfile {
  readonly id: number;
  readonly defaultWeight: number;
  /** How many weights a sample has: columns `weight_0`, `weight_1`, … */
  readonly weights: number;
  readonly hasTimes: boolean;
}

export const profileTables = {
  frames: (id: number): string => `profile_frames_${id}`,
  stacks: (id: number): string => `profile_stacks_${id}`,
  samples: (id: number): string => `profile_samples_${id}`,
} as const;

const views = ['profile_frames', 'profile_stacks', 'profile_samples'] as const;

export async function storedProfiles(database: Database): Promise<StoredProfile[]> {
  const rows = await database.rows(
    `SELECT p.id, p.default_weight, p.has_times, count(w.weight)::INTEGER AS weights
     FROM profiles p JOIN profile_weights w ON w.profile_id = p.id GROUP BY ALL ORDER BY p.id`,
  );
  return rows.map((row) => ({
    id: Number(row['id']),
    defaultWeight: Number(row['default_weight']),
    weights: Number(row['weights']),
    hasTimes: row['has_times'] === 1,
  }));
}

type Execute = (sql: string) => Promise<unknown>;

/** Part of every transaction that adds or removes a profile. */
export async function refreshProfileViews(stored: readonly StoredProfile[], execute: Execute): Promise<void> {
  const profiles = [...stored].sort((a, b) => a.id - b.id);
  const branches: Readonly<Record<(typeof views)[number], (profile: StoredProfile) => string>> = {
    profile_frames: ({ id }) => `SELECT ${id} AS profile_id, * FROM ${profileTables.frames(id)}`,
    profile_stacks: ({ id }) => `SELECT ${id} AS profile_id, * FROM ${profileTables.stacks(id)}`,
    profile_samples: ({ id, defaultWeight, weights, hasTimes }) =>
      `SELECT ${id} AS profile_id, ${hasTimes ? 'time_us / 1000 AS time_ms' : 'NULL::DOUBLE AS time_ms'}, thread, stack_id,
         weight_${defaultWeight} AS weight,
         [${Array.from({ length: weights }, (_, weight) => `weight_${weight}`).join(', ')}] AS weights
       FROM ${profileTables.samples(id)}`,
  };
  for (const view of views) {
    const union = profiles.length === 0 ? emptyViews[view] : profiles.map(branches[view]).join(' UNION ALL ');
    await execute(`CREATE OR REPLACE VIEW ${view} AS ${union}`);
  }
}

/** Takes the views away, so that tables below them can be dropped; {@link refreshProfileViews} has to follow. */
export async function dropProfileViews(execute: Execute): Promise<void> {
  for (const view of views) await execute(`DROP VIEW IF EXISTS ${view}`);
}

const emptyViews: Readonly<Record<(typeof views)[number], string>> = {
  profile_frames: `SELECT NULL::INTEGER AS profile_id, NULL::INTEGER AS frame_id, NULL::VARCHAR AS name,
    NULL::VARCHAR AS file, NULL::VARCHAR AS module, NULL::INTEGER AS line, NULL::INTEGER AS "column",
    NULL::VARCHAR AS kind, NULL::BOOLEAN AS inlined WHERE false`,
  profile_stacks: `SELECT NULL::INTEGER AS profile_id, NULL::INTEGER AS stack_id, NULL::INTEGER AS parent_id,
    NULL::INTEGER AS frame_id WHERE false`,
  profile_samples: `SELECT NULL::INTEGER AS profile_id, NULL::DOUBLE AS time_ms, NULL::INTEGER AS thread,
    NULL::INTEGER AS stack_id, NULL::DOUBLE AS weight, NULL::DOUBLE[] AS weights WHERE false`,
};
