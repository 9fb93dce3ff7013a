import { AppError } from '#shared/contract/errors.ts';
import type { Database } from '../db/database.ts';
import { textLiteral } from '../db/literals.ts';

/** What a file becomes as a table. */
export const rowKinds = ['samples', 'figures', 'readings', 'profile-samples', 'classes'] as const;
export type RowKind = (typeof rowKinds)[number];

export interface FileRows {
  readonly kind: RowKind;
  readonly select: string;
  /** What else is in the file, and does not stand in these rows. */
  readonly leftOut: readonly RowKind[];
}

const TAGS = `(SELECT tag_set_id, to_json(map_from_entries(list((key, value))))::VARCHAR AS tags FROM tags GROUP BY tag_set_id)`;

const selects: Readonly<Record<Exclude<RowKind, 'profile-samples'>, string>> = {
  samples: `SELECT r.name AS run, d.* EXCLUDE (source_id, run_id, tag_set_id), g.tags
    FROM sample_details d JOIN runs r ON r.id = d.run_id LEFT JOIN ${TAGS} g USING (tag_set_id)`,
  figures: `SELECT r.name AS run, t.label, t.kind, a.* EXCLUDE (source_id, transaction_id)
    FROM aggregates a JOIN sources s ON s.id = a.source_id JOIN runs r ON r.id = s.run_id
    LEFT JOIN transactions t ON t.id = a.transaction_id`,
  readings: `SELECT r.name AS run, m.name AS metric, m.kind, m.contains, p.at, p.value, g.tags
    FROM points p JOIN runs r ON r.id = p.run_id JOIN metrics m ON m.id = p.metric_id LEFT JOIN ${TAGS} g USING (tag_set_id)`,
  classes: `SELECT s.name AS snapshot, c.name AS class, c.family, c.count, c.self_bytes, c.retained_bytes
    FROM snapshot_classes c JOIN snapshots s ON s.id = c.snapshot_id ORDER BY s.id, c.position`,
};

/** Stacks from the root, as in folded stacks. */
function profileSamples(weight: string | null): string {
  const chosen =
    weight === null ? 'w.weight = p.default_weight' : `lower(w.name) = lower(${textLiteral(weight)})`;
  return `WITH RECURSIVE paths AS (
      SELECT s.profile_id, s.stack_id, s.frame_id, f.name AS stack
      FROM profile_stacks s JOIN profile_frames f USING (profile_id, frame_id) WHERE s.parent_id IS NULL
      UNION ALL
      SELECT s.profile_id, s.stack_id, s.frame_id, p.stack || ';' || f.name
      FROM paths p JOIN profile_stacks s ON s.profile_id = p.profile_id AND s.parent_id = p.stack_id
      JOIN profile_frames f ON f.profile_id = s.profile_id AND f.frame_id = s.frame_id
    )
    SELECT p.name AS profile, x.time_ms, t.name AS thread, f.name AS function, f.file, nullif(f.line, 0) AS line, f.module,
      x.weights[w.weight + 1] AS weight, w.name AS weight_name, w.unit, paths.stack
    FROM profile_samples x JOIN profiles p ON p.id = x.profile_id
    JOIN profile_weights w ON w.profile_id = p.id AND ${chosen}
    LEFT JOIN profile_threads t ON t.profile_id = x.profile_id AND t.thread = x.thread
    LEFT JOIN paths ON paths.profile_id = x.profile_id AND paths.stack_id = x.stack_id
    LEFT JOIN profile_frames f ON f.profile_id = x.profile_id AND f.frame_id = paths.frame_id`;
}

/**
 * What a workspace with one file holds, as one table.
 * @param weight of profiles; null: the default one
 * @throws {AppError} `bad-request` where there is nothing, or nothing with that weight
 */
export async function fileRows(database: Database, weight: string | null): Promise<FileRows> {
  const [row] = await database.rows(`SELECT
    EXISTS (FROM samples) AS samples, EXISTS (FROM aggregates) AS figures, EXISTS (FROM points) AS readings,
    EXISTS (FROM profile_samples) AS profile_samples, EXISTS (FROM snapshot_classes) AS classes`);
  const present = rowKinds.filter((kind) => row?.[kind.replace('-', '_')] === 1);
  const [kind, ...leftOut] = present;
  if (kind === undefined)
    throw new AppError('bad-request', 'There are no rows in this file.', {
      hint: '"loadstone detect" says what it is, "loadstone summary" what could be read.',
    });
  if (kind !== 'profile-samples') return { kind, select: selects[kind], leftOut };
  if (weight !== null) await ensureWeight(database, weight);
  return { kind, select: profileSamples(weight), leftOut };
}

async function ensureWeight(database: Database, weight: string): Promise<void> {
  const rows = await database.rows('SELECT DISTINCT name FROM profile_weights ORDER BY name');
  const names = rows.map((row) => String(row['name']));
  if (names.some((name) => name.toLowerCase() === weight.toLowerCase())) return;
  throw new AppError('bad-request', `--weight: nothing here weighs "${weight}".`, {
    hint: `There is ${names.join(', ')}.`,
  });
}
