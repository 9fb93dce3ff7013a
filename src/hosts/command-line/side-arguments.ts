import { parseArgs } from 'node:util';
import { common, commonOptions, type CommonOptions } from './common-options.ts';
import { parseMapping } from './mapping-option.ts';
import { oneOf, pattern, zone } from './option-values.ts';
import { UsageError } from './usage.ts';
import type { ColumnMapping } from '#shared/model/column-mapping.ts';

/** What commands have in common that read the runs of two sides, or of one side and a baseline. */
export interface SideOptions extends CommonOptions {
  readonly workspace: string | null;
  /** The files of each side are one run of several load generators. */
  readonly groupByRun: boolean;
  readonly format: string | null;
  readonly timeZone: string | undefined;
  readonly mapping: ColumnMapping | undefined;
  readonly labelRules: string | null;
  readonly label: RegExp | null;
  readonly exclude: RegExp | null;
  readonly json: boolean;
  readonly markdown: string | null;
  readonly junit: string | null;
  /** What is inconclusive, or cannot be told, is not good enough. */
  readonly strict: boolean;
}

export const sideOptions = {
  ...common,
  workspace: { type: 'string' },
  'group-by-run': { type: 'boolean' },
  format: { type: 'string' },
  timezone: { type: 'string' },
  map: { type: 'string' },
  'label-rules': { type: 'string' },
  markdown: { type: 'string' },
  junit: { type: 'string' },
  strict: { type: 'boolean' },
} as const;

export const phases = ['steady', 'all'] as const;
export type PhaseChoice = (typeof phases)[number];

type Specs = Record<string, { readonly type: 'string' | 'boolean'; readonly multiple?: boolean }>;

/** As `parseArgs` gives them: by the names of the options. */
export interface ParsedSides {
  readonly text: (option: string) => string | undefined;
  readonly texts: (option: string) => readonly string[];
  readonly flag: (option: string) => boolean;
  /** Words behind no option that takes several. */
  readonly files: readonly string[];
}

/**
 * Options of which some take all words up to the next option: `--baseline a.jtl b.jtl --candidate c.jtl`.
 * @throws {UsageError}
 */
export function parseSides(
  args: readonly string[],
  specs: Specs,
  takingSeveral: readonly string[],
): ParsedSides {
  const values = new Map<string, string[]>();
  const files: string[] = [];
  try {
    const { tokens } = parseArgs({ args: [...args], options: specs, allowPositionals: true, tokens: true });
    let current: string[] | null = null;
    for (const token of tokens) {
      if (token.kind === 'option') {
        const list: string[] = values.get(token.name) ?? [];
        values.set(token.name, list);
        list.push(token.value ?? '');
        current = takingSeveral.includes(token.name) ? list : null;
      } else if (token.kind === 'positional') {
        (current ?? files).push(token.value);
      } else {
        current = null;
      }
    }
  } catch (error) {
    const [first] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new UsageError(`${first ?? 'Bad options'}.`);
  }
  return {
    text: (option) => values.get(option)?.at(-1),
    texts: (option) => values.get(option) ?? [],
    flag: (option) => values.has(option),
    files,
  };
}

/** @throws {UsageError} */
export function commonSideOptions({ text, flag }: ParsedSides): SideOptions {
  const zoneName = text('timezone');
  const columns = text('map');
  return {
    ...commonOptions({
      json: flag('json'),
      verbose: flag('verbose'),
      ...(text('memory') === undefined ? {} : { memory: text('memory')! }),
      ...(text('threads') === undefined ? {} : { threads: text('threads')! }),
    }),
    workspace: text('workspace') ?? null,
    groupByRun: flag('group-by-run'),
    format: text('format') ?? null,
    timeZone: zoneName === undefined ? undefined : zone(zoneName),
    mapping: columns === undefined ? undefined : parseMapping(columns),
    labelRules: text('label-rules') ?? null,
    label: pattern('--label', text('label')),
    exclude: pattern('--exclude', text('exclude')),
    markdown: text('markdown') ?? null,
    junit: text('junit') ?? null,
    strict: flag('strict'),
  };
}

export function phaseOption(text: string | undefined): PhaseChoice | null {
  return text === undefined ? null : oneOf('--phase', text, phases, 'steady');
}
