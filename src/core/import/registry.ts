import type { FormatInfo } from '#shared/model/import-state.ts';
import type { Importer } from './importer.ts';
import { jmeterCsv } from './jmeter-csv/jmeter-csv.ts';
import { k6Ndjson } from './k6-ndjson/k6-ndjson.ts';

/**
 * Every format that Loadstone opens, in the order in which they are listed to people. The lists on the start screen,
 * in the command line and in the README come from here.
 */
export const importers: readonly Importer[] = [jmeterCsv, k6Ndjson];

export function formatInfos(): FormatInfo[] {
  return importers.map(({ id, label, tool, toolLabel, describes, group }) => ({
    id,
    label,
    tool,
    toolLabel,
    describes,
    group,
  }));
}
