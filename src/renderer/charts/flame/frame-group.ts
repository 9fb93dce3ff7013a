import { textAt } from '#shared/contract/columns.ts';
import { frameKinds, type FrameKind, type ProfileFunctions } from '#shared/model/profile.ts';

/** Called after what they are, whatever the tool says of their module. */
const byKind: Partial<Record<FrameKind, string>> = {
  gc: 'garbage collection',
  idle: 'idle',
  outside: 'outside of the code',
  label: 'threads',
  kernel: 'kernel',
};

/** For code of which nothing but its kind is known. */
const lastResort: Partial<Record<FrameKind, string>> = {
  builtin: 'built in',
  native: 'native',
  jit: 'compiled while running',
  interpreted: 'interpreted',
  wasm: 'WebAssembly',
};

/** Code that belongs together and has one colour: the module, else the package, folder or name space that it comes from. */
export function frameGroup(functions: ProfileFunctions, row: number): string {
  const kind = frameKinds[functions.kind[row]!] ?? 'unknown';
  const known = byKind[kind];
  if (known !== undefined) return known;
  const module = textAt(functions.module, row);
  if (module !== null && module !== '') return lastPart(module);
  const file = textAt(functions.file, row);
  const place = file === null ? null : placeOfFile(file);
  return place ?? nameSpace(textAt(functions.name, row) ?? '') ?? lastResort[kind] ?? 'no module';
}

/** Package of a dependency, else the folder; node's own files are `node`. */
function placeOfFile(file: string): string | null {
  if (file === '') return null;
  if (file.startsWith('node:')) return 'node';
  const parts = file.replace(/[?#].*$/u, '').split(/[\\/]+/u);
  const at = parts.lastIndexOf('node_modules');
  const [first, second] = at < 0 ? [] : parts.slice(at + 1);
  if (first !== undefined)
    return first.startsWith('@') && second !== undefined ? `${first}/${second}` : first;
  const folder = parts.at(-2);
  return folder === undefined || folder === '' || folder === '.' ? null : folder;
}

/** `java/util/HashMap.get` is of `java/util`, `std::sort` of `std`, `runtime.mallocgc` of `runtime`. */
function nameSpace(name: string): string | null {
  const plain = name.replace(/[(<].*$/su, '');
  const slash = plain.lastIndexOf('/');
  if (slash > 0) return plain.slice(0, slash).split('/').slice(0, 2).join('/');
  const colons = plain.indexOf('::');
  if (colons > 0) return plain.slice(0, colons);
  const dots = plain.split('.');
  if (dots.length >= 4) return dots.slice(0, 2).join('.');
  return dots.length >= 2 && dots[0] !== '' ? dots[0]! : null;
}

function lastPart(path: string): string {
  return path.split(/[\\/]+/u).findLast((part) => part !== '') ?? path;
}

/** How many groups have a colour of their own. */
export const COLOURED_GROUPS = 8;
/** Place of the colour of all other groups. */
const OTHER_COLOUR = COLOURED_GROUPS;

/** The groups of a profile, heaviest first. */
export interface FrameGroups {
  readonly names: readonly string[];
  readonly weights: readonly number[];
}

/** @param self weight by function */
export function rankGroups(functions: ProfileFunctions, self: Float64Array): FrameGroups {
  const weights = new Map<string, number>();
  for (let row = 0; row < functions.count; row++) {
    const group = frameGroup(functions, row);
    weights.set(group, (weights.get(group) ?? 0) + self[row]!);
  }
  const ranked = [...weights].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return { names: ranked.map(([name]) => name), weights: ranked.map(([, weight]) => weight) };
}

/** Place of the colour of every function: that of its group, as far as there are colours. */
export function groupColours(functions: ProfileFunctions, groups: FrameGroups): Uint8Array {
  const own = groups.names.length > COLOURED_GROUPS ? COLOURED_GROUPS - 1 : COLOURED_GROUPS;
  const places = new Map(groups.names.slice(0, own).map((name, place) => [name, place]));
  return Uint8Array.from(
    { length: functions.count },
    (_, row) => places.get(frameGroup(functions, row)) ?? OTHER_COLOUR,
  );
}

/** What the colours mean, in order; the last stands for all groups without one of their own. */
export function groupLegend({
  names,
}: FrameGroups): readonly { readonly name: string; readonly colour: number }[] {
  const own = names.length > COLOURED_GROUPS ? COLOURED_GROUPS - 1 : names.length;
  const shown = names.slice(0, own).map((name, colour) => ({ name, colour }));
  const others = names.length - own;
  return others === 0 ? shown : [...shown, { name: `other (${others})`, colour: OTHER_COLOUR }];
}
