import { common, commonOptions, type CommonOptions } from './common-options.ts';
import { parse } from './option-values.ts';
import { UsageError } from './usage.ts';

export interface ExportOptions extends CommonOptions {
  readonly workspace: string;
  /** Folder of the data set. */
  readonly parquet: string;
  /** An earlier export may be replaced. */
  readonly overwrite: boolean;
}

const options = { ...common, parquet: { type: 'string' }, overwrite: { type: 'boolean' } } as const;

/**
 * @returns null for a question for help
 * @throws {UsageError}
 */
export function exportArguments(args: readonly string[]): ExportOptions | null {
  const { values, positionals } = parse(args, options);
  if (values.help === true) return null;
  const [workspace, ...more] = positionals;
  if (workspace === undefined || more.length > 0) throw new UsageError('export takes one workspace.');
  if (values.parquet === undefined || values.parquet === '')
    throw new UsageError('export needs --parquet, the folder to write.');
  return {
    ...commonOptions(values),
    workspace,
    parquet: values.parquet,
    overwrite: values.overwrite ?? false,
  };
}
