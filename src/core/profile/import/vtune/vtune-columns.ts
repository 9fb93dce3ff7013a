import type { WeightType } from '../../model/profile.ts';

/** A column of a report that weighs, and how its numbers become those of the model. */
export interface VtuneColumn {
  readonly place: number;
  readonly type: WeightType;
  readonly scale: number;
}

export interface VtuneHeader {
  readonly separator: string;
  /** Rows are a tree, whose depth stands in blanks; else a row is a function. */
  readonly tree: boolean;
  readonly name: number;
  readonly module: number;
  readonly file: number;
  readonly columns: readonly VtuneColumn[];
}

const NS_PER_SECOND = 1e9;

/** The line with the titles of `vtune -report top-down` or `-report hotspots` in CSV; null when it is none. */
export function vtuneHeader(
  line: string,
  cells: (line: string, separator: string) => readonly { text: string }[],
): VtuneHeader | null {
  const separator = /^"?Function(?: Stack)?"?([,;\t|])/u.exec(line)?.[1];
  if (separator === undefined) return null;
  const titles = cells(line, separator).map(({ text }) => text);
  const tree = titles[0] === 'Function Stack';
  // Callers below functions: every row would count for several.
  if (!tree && titles.includes('Function Stack')) return null;
  const columns = titles
    .map((title, place): VtuneColumn | null => {
      const measured = measure(title, tree);
      return measured === null ? null : { place, ...measured };
    })
    .filter((column) => column !== null);
  if (columns.length === 0) return null;
  return {
    separator,
    tree,
    name: 0,
    module: titles.findIndex((title) => /^Module(?: Path)?$/u.test(title)),
    file: titles.findIndex((title) => /^Source File(?: Path)?$/u.test(title)),
    columns,
  };
}

/** What a column counts. Parts of CPU time (`CPU Time:Idle`) are left out: they are in it already. */
function measure(title: string, tree: boolean): { readonly type: WeightType; readonly scale: number } | null {
  // In a tree, totals of the rows below are a column of their own.
  if (tree && !/(?:^|:)Self(?:$|:)/u.test(title)) return null;
  const bare = title.replace(/:?\bSelf\b/u, '').replace(/^:/u, '');
  if (/^(?:CPU|Wait|Spin|Elapsed|Effective|Overhead) Time(?: by .*)?$/u.test(bare))
    return { type: { name: bare, unit: 'ns' }, scale: NS_PER_SECOND };
  // "Hardware Event Sample Count" says the same in samples.
  const event = /^Hardware Event Count:(.+)$/u.exec(bare)?.[1];
  if (event !== undefined) {
    const unit = event.startsWith('CPU_CLK_UNHALTED')
      ? 'cycles'
      : event.startsWith('INST_RETIRED')
        ? 'instructions'
        : 'count';
    return { type: { name: event, unit }, scale: 1 };
  }
  if (bare === 'Clockticks') return { type: { name: bare, unit: 'cycles' }, scale: 1 };
  if (bare === 'Instructions Retired') return { type: { name: bare, unit: 'instructions' }, scale: 1 };
  return null;
}

/** `0.020s`, `0.0`, `1,234,000`; null when it is no number. */
export function vtuneNumber(text: string): number | null {
  const bare = text.replace(/s$/u, '').replaceAll(',', '');
  if (bare === '') return 0;
  const value = Number(bare);
  return Number.isFinite(value) && value >= 0 ? value : null;
}
