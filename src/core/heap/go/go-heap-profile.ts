import { protobufFields, repeatedNumbers } from './protobuf-fields.ts';

/** Bytes and objects that are alive, by the function that allocated them. */
export interface GoHeapProfile {
  /** `inuse_space` … in the order of the values of a sample. */
  readonly sampleTypes: readonly string[];
  readonly sites: ReadonlyMap<string, { readonly objects: number; readonly bytes: number }>;
  readonly totalBytes: number;
  readonly takenAtMs: number | null;
  /** Bytes between two samples; null where the file does not tell. */
  readonly periodBytes: number | null;
}

/** Pairs of sample types that tell what is alive: Go, and the libraries for Node and Python. */
const ALIVE = [
  ['inuse_objects', 'inuse_space'],
  ['objects', 'space'],
] as const;

/** Fields of a profile (formats, section 4). */
const SAMPLE_TYPE = 1;
const SAMPLE = 2;
const MAPPING = 3;
const LOCATION = 4;
const FUNCTION = 5;
const TEXT = 6;
const TIME_NANOS = 9;
const PERIOD = 12;

/**
 * Adds samples up by their innermost function, as `pprof -top` does: of a place with inlined calls, the innermost one.
 * @returns null for a profile that tells nothing about what is alive
 * @throws {NotProtobuf}
 */
export function goHeapProfile(bytes: Uint8Array): GoHeapProfile | null {
  const decoder = new TextDecoder();
  const texts: string[] = [];
  const types: number[] = [];
  const samples: Uint8Array[] = [];
  /** Function of each location, else its address. */
  const locations = new Map<number, { functionId: number; address: number; mapping: number }>();
  const functionNames = new Map<number, number>();
  const mappingFiles = new Map<number, number>();
  let timeNanos = 0;
  let period = 0;
  for (const field of protobufFields(bytes)) {
    const { number, value, bytes: body } = field;
    if (number === TIME_NANOS) timeNanos = value;
    else if (number === PERIOD) period = value;
    if (body === null) continue;
    if (number === TEXT) texts.push(decoder.decode(body));
    else if (number === SAMPLE) samples.push(body);
    else if (number === SAMPLE_TYPE) types.push(numbersOf(body)[1] ?? 0);
    else if (number === LOCATION) {
      const of = numbersOf(body);
      locations.set(of[1] ?? 0, {
        functionId: innermostFunction(body),
        address: of[3] ?? 0,
        mapping: of[2] ?? 0,
      });
    } else if (number === FUNCTION) {
      const of = numbersOf(body);
      functionNames.set(of[1] ?? 0, of[2] ?? 0);
    } else if (number === MAPPING) {
      const of = numbersOf(body);
      mappingFiles.set(of[1] ?? 0, of[5] ?? 0);
    }
  }
  const sampleTypes = types.map((type) => texts[type] ?? '');
  const pair = ALIVE.find((names) => names.every((name) => sampleTypes.includes(name)));
  if (pair === undefined) return null;
  const [objectsAt, bytesAt] = pair.map((name) => sampleTypes.indexOf(name)) as [number, number];

  const siteName = (locationId: number | undefined): string => {
    const location = locationId === undefined ? undefined : locations.get(locationId);
    if (location === undefined) return '(unknown)';
    const name = texts[functionNames.get(location.functionId) ?? 0];
    if (name !== undefined && name !== '') return name;
    const file = texts[mappingFiles.get(location.mapping) ?? 0] ?? '';
    return `${file === '' ? '' : `${file}+`}0x${location.address.toString(16)}`;
  };
  const sites = new Map<string, { objects: number; bytes: number }>();
  let totalBytes = 0;
  for (const sample of samples) {
    const { leaf, values } = sampleOf(sample);
    const alive = values[bytesAt] ?? 0;
    totalBytes += alive;
    const name = siteName(leaf);
    const site = sites.get(name) ?? { objects: 0, bytes: 0 };
    site.objects += values[objectsAt] ?? 0;
    site.bytes += alive;
    sites.set(name, site);
  }
  return {
    sampleTypes,
    sites,
    totalBytes,
    takenAtMs: timeNanos > 0 ? Math.round(timeNanos / 1e6) : null,
    periodBytes: period > 0 ? period : null,
  };
}

/** Whole numbers of a message by the numbers of their fields. */
function numbersOf(body: Uint8Array): number[] {
  const values: number[] = [];
  for (const { number, value, bytes } of protobufFields(body))
    if (bytes === null && number < 16) values[number] = value;
  return values;
}

/** The first line of a location is the innermost inlined call. */
function innermostFunction(location: Uint8Array): number {
  for (const { number, bytes } of protobufFields(location)) {
    if (number === 4 && bytes !== null) return numbersOf(bytes)[1] ?? 0;
  }
  return 0;
}

function sampleOf(body: Uint8Array): {
  readonly leaf: number | undefined;
  readonly values: readonly number[];
} {
  let leaf: number | undefined;
  const values: number[] = [];
  for (const field of protobufFields(body)) {
    // Locations come leaf first.
    if (field.number === 1 && leaf === undefined) [leaf] = repeatedNumbers(field);
    else if (field.number === 2) values.push(...repeatedNumbers(field));
  }
  return { leaf, values };
}
