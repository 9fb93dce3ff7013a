import { labelRulesSchema, type LabelRule } from '#shared/model/label-rules.ts';
import type { Changes } from '../db/changes.ts';
import type { Database } from '../db/database.ts';

/** The label rules of a workspace; every import goes by them. */

const KEY = 'label_rules';

export async function storedLabelRules(database: Database): Promise<LabelRule[]> {
  const [row] = await database.rows(`SELECT value FROM workspace_meta WHERE key = '${KEY}'`);
  return row === undefined ? [] : labelRulesSchema.parse(JSON.parse(String(row['value'])));
}

export async function storeLabelRules(changes: Changes, rules: readonly LabelRule[]): Promise<void> {
  if (rules.length === 0) await changes.run(`DELETE FROM workspace_meta WHERE key = '${KEY}'`);
  else
    await changes.run(`INSERT OR REPLACE INTO workspace_meta VALUES ('${KEY}', ?)`, [JSON.stringify(rules)]);
}
