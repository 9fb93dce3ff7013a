import type {
  Growth,
  GrowthBand,
  GrowthGrouping,
  GrowthSeries,
  GrowthVerdict,
} from '#shared/model/heap-growth.ts';
import { growthVerdicts } from '#shared/model/heap-growth.ts';
import type { SnapshotTables } from '../model/snapshot-tables.ts';
import { weightOf, type RawSeries } from './growth-model.ts';
import { LEAST_GROWTH_BYTES } from './judge.ts';
import { noiseFamily } from './noise-families.ts';
import { PATH_SEPARATOR, rawSeries } from './raw-series.ts';

/** More bands than these cannot be told apart. */
const MAX_BANDS = 5;

/**
 * The heap over the snapshots, cut into disjoint bands that add up to it: what grows, one by one; what grew and stopped; what
 * runtimes do; the rest. Own bytes of classes and owners add up by themselves; of paths (retained bytes) only those are taken of
 * which none leads through another.
 */
export function growthBands(
  tables: readonly SnapshotTables[],
  { series, totalBytes }: Growth,
  by: GrowthGrouping,
): GrowthBand[] {
  const { runtime } = tables[0]!.facts;
  const kind = by === 'owner-path' ? 'shape' : by;
  const all = rawSeries(tables);
  const own = all.filter((raw) => raw.kind === kind);
  const judged = verdictsOf(series, kind);
  const verdict = (raw: RawSeries): GrowthVerdict | null => judged.get(raw.key) ?? null;
  // What hidden objects of a runtime hold may be the program's own; what code holds is not.
  const code = new Set(
    all.filter((raw) => raw.kind === 'class' && raw.family === 'code').map(({ name }) => name),
  );
  const isNoise = (raw: RawSeries): boolean =>
    kind === 'shape' ? code.has(lastOf(raw.key)) : noiseFamily(raw, runtime) !== null;
  const taken = new Apart(kind === 'shape');
  const growing = own
    .filter((raw) => ['leak', 'candidate'].includes(verdict(raw) ?? '') && grown(raw) > 0)
    .sort((a, b) => rank(verdict(a)) - rank(verdict(b)) || grown(b) - grown(a))
    .filter((raw) => taken.size < MAX_BANDS && taken.take(raw.key));
  const bounded = own.filter(
    (raw) => verdict(raw) === 'bounded' && grown(raw) >= LEAST_GROWTH_BYTES && taken.take(raw.key),
  );
  const noise = own
    .filter((raw) => isNoise(raw))
    .sort((a, b) => a.key.length - b.key.length)
    .filter((raw) => taken.take(raw.key));
  const bands: GrowthBand[] = growing.map((raw) => ({
    kind: 'series',
    name: kind === 'shape' ? lastOf(raw.key) : raw.name,
    key: raw.key,
    verdict: verdict(raw),
    bytes: raw.bytes,
  }));
  const gathered = (name: string, of: GrowthBand['kind'], rows: readonly RawSeries[]): GrowthBand => ({
    kind: of,
    name,
    key: null,
    verdict: of === 'bounded' ? 'bounded' : null,
    bytes: totalBytes.map((_, at) => rows.reduce((sum, { bytes }) => sum + bytes[at]!, 0)),
  });
  if (bounded.length > 0) bands.push(gathered('Bounded', 'bounded', bounded));
  const noiseBand = gathered(kind === 'shape' ? 'Compiled code' : 'Noise families', 'noise', noise);
  const rest = totalBytes.map((total, at) =>
    // Sizes are rounded when they are stored.
    Math.max(0, total - noiseBand.bytes[at]! - bands.reduce((sum, { bytes }) => sum + bytes[at]!, 0)),
  );
  bands.push({ kind: 'other', name: 'Other', key: null, verdict: null, bytes: rest });
  if (noise.length > 0) bands.push(noiseBand);
  return bands;
}

/** Of a path, also what its last class is: leaks are best seen there. */
function verdictsOf(series: readonly GrowthSeries[], kind: GrowthSeries['kind']): Map<string, GrowthVerdict> {
  const classes = new Map(
    series.filter((each) => each.kind === 'class').map((each) => [each.name, each.verdict]),
  );
  return new Map(
    series
      .filter((each) => each.kind === kind)
      .map((each) => {
        const ofClass = kind === 'shape' ? classes.get(lastOf(each.key)) : undefined;
        const worse = ofClass !== undefined && rank(ofClass) < rank(each.verdict);
        return [each.key, worse ? ofClass : each.verdict];
      }),
  );
}

function rank(verdict: GrowthVerdict | null): number {
  return verdict === null ? growthVerdicts.length : growthVerdicts.indexOf(verdict);
}

function grown(raw: RawSeries): number {
  const weight = weightOf(raw);
  return weight.at(-1)! - weight[0]!;
}

function lastOf(path: string): string {
  return path.split(PATH_SEPARATOR).at(-1)!;
}

/** Keys of which none is the beginning of another path that was taken, nor the other way round. */
class Apart {
  readonly #taken = new Set<string>();
  /** All beginnings of what was taken. */
  readonly #above = new Set<string>();
  readonly #arePaths: boolean;

  constructor(arePaths: boolean) {
    this.#arePaths = arePaths;
  }

  get size(): number {
    return this.#taken.size;
  }

  take(key: string): boolean {
    const beginnings = this.#arePaths ? beginningsOf(key) : [];
    const isFree =
      !this.#taken.has(key) && !this.#above.has(key) && !beginnings.some((each) => this.#taken.has(each));
    if (!isFree) return false;
    this.#taken.add(key);
    for (const each of beginnings) this.#above.add(each);
    return true;
  }
}

function beginningsOf(path: string): string[] {
  const names = path.split(PATH_SEPARATOR);
  return names.slice(1).map((_, length) => names.slice(0, length + 1).join(PATH_SEPARATOR));
}
