import { common, commonOptions, type CommonOptions } from './common-options.ts';
import { parse } from './option-values.ts';
import { UsageError } from './usage.ts';

export interface BaselineOptions extends CommonOptions {
  readonly workspace: string;
  readonly act:
    | { readonly kind: 'list' }
    /** `run`: a name, or `#` and a number. */
    | { readonly kind: 'set'; readonly baseline: string; readonly run: string }
    | { readonly kind: 'remove'; readonly baseline: string };
}

const FORMS = 'baseline takes: list WORKSPACE, set WORKSPACE NAME RUN, or remove WORKSPACE NAME.';

/**
 * @returns null for a question for help
 * @throws {UsageError}
 */
export function baselineArguments(args: readonly string[]): BaselineOptions | null {
  const { values, positionals } = parse(args, common);
  if (values.help === true) return null;
  const [verb, workspace, baseline, run, ...more] = positionals;
  if (verb === undefined || workspace === undefined || more.length > 0) throw new UsageError(FORMS);
  const given = { ...commonOptions(values), workspace };
  if (verb === 'list' && baseline === undefined) return { ...given, act: { kind: 'list' } };
  if (verb === 'set' && baseline !== undefined && run !== undefined)
    return { ...given, act: { kind: 'set', baseline, run } };
  if (verb === 'remove' && baseline !== undefined && run === undefined)
    return { ...given, act: { kind: 'remove', baseline } };
  throw new UsageError(FORMS);
}
