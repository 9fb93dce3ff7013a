import {
  mappedFields,
  timeUnits,
  type ColumnMapping,
  type MappedField,
  type TimeUnit,
} from '#shared/model/column-mapping.ts';
import { UsageError } from './usage.ts';

/**
 * `elapsed=duration_ms,start=ts,label="user, name",unit=ms,tag=region`: what the columns of a table mean.
 * @throws {UsageError}
 */
export function parseMapping(text: string): ColumnMapping {
  const columns: Partial<Record<MappedField, string>> = {};
  const tags: string[] = [];
  let unit: TimeUnit = 'ms';
  for (const part of partsOf(text)) {
    const equals = part.indexOf('=');
    const key = part.slice(0, Math.max(equals, 0)).trim();
    const value = unquoted(part.slice(equals + 1).trim());
    if (equals < 1 || value === '') throw new UsageError(`--map takes FIELD=COLUMN pairs, not "${part}".`);
    const field = mappedFields.find((name) => name === key);
    if (field !== undefined) columns[field] = value;
    else if (key === 'tag') tags.push(value);
    else if (key === 'unit') {
      const found = timeUnits.find((name) => name === value);
      if (found === undefined)
        throw new UsageError(`--map: unit is ${timeUnits.join(', ')}; not "${value}".`);
      unit = found;
    } else {
      throw new UsageError(
        `--map: there is no field "${key}". Fields: ${mappedFields.join(', ')}, tag, unit.`,
      );
    }
  }
  if (columns.elapsed === undefined)
    throw new UsageError('--map has to name the response time: elapsed=COLUMN.');
  return { columns, unit, tags };
}

/** Splits at commas that do not stand in quotes. */
function partsOf(text: string): string[] {
  return (text.match(/(?:"[^"]*"|[^,])+/gu) ?? []).map((part) => part.trim()).filter((part) => part !== '');
}

function unquoted(text: string): string {
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}
