import { extname } from 'node:path';
import { savedFormats, type SavedFormat } from '#shared/model/sql.ts';
import { common, commonOptions, type CommonOptions } from './common-options.ts';
import { parse } from './option-values.ts';
import { UsageError } from './usage.ts';

export interface SqlOptions extends CommonOptions {
  readonly workspace: string;
  readonly sql: string;
  /** A file for all rows; its ending says the format. Null: they are printed. */
  readonly out: { readonly path: string; readonly format: SavedFormat } | null;
}

const options = { ...common, out: { type: 'string' } } as const;

/**
 * @returns null for a question for help
 * @throws {UsageError}
 */
export function sqlArguments(args: readonly string[]): SqlOptions | null {
  const { values, positionals } = parse(args, options);
  if (values.help === true) return null;
  const [workspace, sql, ...more] = positionals;
  if (workspace === undefined || sql === undefined || more.length > 0)
    throw new UsageError('sql takes a workspace and one statement in quotes.');
  return {
    ...commonOptions(values),
    workspace,
    sql,
    out: values.out === undefined ? null : { path: values.out, format: formatOf(values.out) },
  };
}

function formatOf(path: string): SavedFormat {
  const ending = extname(path).slice(1).toLowerCase();
  const format = savedFormats.find((known) => known === ending);
  if (format === undefined)
    throw new UsageError(
      `--out takes a file that ends with ${savedFormats.map((each) => `.${each}`).join(', ')}; not "${path}".`,
    );
  return format;
}
