import {
  headerKey,
  suggestMapping,
  type ColumnMapping,
  type ColumnPreview,
} from '#shared/model/column-mapping.ts';
import type { ByteSource } from '../../io/byte-source.ts';
import { headOfSource } from '../read-source.ts';
import { tableHead } from './table-head.ts';

/**
 * What a person has to see to say what the columns mean.
 * @param known what was said of other files, by `headerKey`
 * @returns null for what is no table
 */
export async function previewColumns(
  source: ByteSource,
  known: Readonly<Record<string, ColumnMapping>>,
): Promise<ColumnPreview | null> {
  const { head } = await headOfSource(source);
  const table = tableHead(head);
  if (table === null) return null;
  return { ...table, suggestion: known[headerKey(table.header)] ?? suggestMapping(table.header) };
}
