import { textsToColumn } from '#shared/contract/columns.ts';
import type {
  ProfileFunctions,
  ProfileFunctionTable,
  ProfileInfo,
  ProfileNodes,
  ProfileSandwich,
  ProfileSelection,
  ProfileTree,
  SelectedWeight,
} from '#shared/model/profile.ts';
import type { FakeHandlers } from '../../../testing/fake-engine.ts';

const MS = 1e6;

export function fakeProfile(change: Partial<ProfileInfo> = {}): ProfileInfo {
  return {
    id: 1,
    sourceId: 1,
    name: 'orders.cpuprofile',
    format: 'v8-cpuprofile',
    formatLabel: 'V8 CPU profile',
    tool: 'V8',
    weights: [{ name: 'cpu', unit: 'ns' }],
    defaultWeight: 0,
    threads: [{ name: 'main', threadId: 1, processId: 41, processName: null, samples: 100 }],
    samples: 100,
    frames: 5,
    stacks: 5,
    hasTimes: true,
    startedAtUs: null,
    durationMs: 2000,
    intervalMs: 1,
    link: null,
    warnings: [],
    ...change,
  };
}

/** main 100 (parse 30, price 60 (parse 20)): what a shop does, in ms. */
export const functions: ProfileFunctions = {
  count: 3,
  id: Int32Array.of(10, 11, 12),
  name: textsToColumn(['main', 'parse', 'price']),
  file: textsToColumn(['/app/src/main.ts', '/app/src/json.ts', '/app/src/price.ts']),
  module: textsToColumn(['shop', 'json', 'shop']),
  line: Int32Array.of(1, 20, 7),
  column: new Int32Array(3),
  kind: Uint8Array.of(1, 1, 1),
};

export const callees: ProfileNodes = {
  count: 4,
  rowStart: Int32Array.of(0, 1, 3, 4),
  parent: Int32Array.of(-1, 0, 0, 2),
  function: Int32Array.of(0, 1, 2, 1),
  self: Float64Array.of(10, 30, 40, 20).map((ms) => ms * MS),
  total: Float64Array.of(100, 30, 60, 20).map((ms) => ms * MS),
};

/** Self weights with who called: price 40, parse 50 (main 30, price 20), main 10. */
const callers: ProfileNodes = {
  count: 7,
  rowStart: Int32Array.of(0, 3, 6, 7),
  parent: Int32Array.of(-1, -1, -1, 1, 1, 2, 4),
  function: Int32Array.of(0, 1, 2, 0, 2, 0, 0),
  self: Float64Array.of(10, 0, 0, 30, 0, 40, 20).map((ms) => ms * MS),
  total: Float64Array.of(10, 50, 40, 30, 20, 40, 20).map((ms) => ms * MS),
};

/** Focus loses a tenth; everything else keeps what there is. */
function selected({ transforms }: ProfileSelection): SelectedWeight {
  const loses = transforms.some(({ kind }) => kind === 'focus' || kind === 'drop');
  return {
    unit: 'ns',
    total: (loses ? 62 : 100) * MS,
    selectedTotal: 100 * MS,
    withoutStack: 0,
    samples: 100,
  };
}

function tree(selection: ProfileSelection, direction: 'callees' | 'callers'): ProfileTree {
  const up = direction === 'callers';
  return {
    selected: selected(selection),
    functions,
    nodes: up ? callers : callees,
    leftOutBelow: up ? 0.001 : 0,
    leftOutWeight: 0,
  };
}

function functionTable(selection: ProfileSelection): ProfileFunctionTable {
  return {
    selected: selected(selection),
    functions,
    self: Float64Array.of(10, 50, 40).map((ms) => ms * MS),
    total: Float64Array.of(100, 50, 60).map((ms) => ms * MS),
    samples: Float64Array.of(100, 50, 60),
    selfSamples: Float64Array.of(10, 50, 40),
  };
}

function sandwich(selection: ProfileSelection): ProfileSandwich {
  return {
    selected: selected(selection),
    functionTotal: 60 * MS,
    functionSamples: 60,
    functions,
    callers: {
      count: 2,
      rowStart: Int32Array.of(0, 1, 2),
      parent: Int32Array.of(-1, 0),
      function: Int32Array.of(2, 0),
      self: Float64Array.of(0, 60 * MS),
      total: Float64Array.of(60 * MS, 60 * MS),
    },
    callees: {
      count: 2,
      rowStart: Int32Array.of(0, 1, 2),
      parent: Int32Array.of(-1, 0),
      function: Int32Array.of(2, 1),
      self: Float64Array.of(40 * MS, 20 * MS),
      total: Float64Array.of(60 * MS, 20 * MS),
    },
    leftOutBelow: 0.001,
    leftOutWeight: 0,
  };
}

/** An engine with one small profile, or those that are given. */
export function fakeProfileHandlers(profiles: readonly ProfileInfo[] = [fakeProfile()]): FakeHandlers {
  return {
    'profiles.list': () => profiles,
    'profiles.tree': ({ selection, direction }) => tree(selection, direction),
    'profiles.functions': ({ selection }) => functionTable(selection),
    'profiles.sandwich': ({ selection }) => sandwich(selection),
    'profiles.activity': ({ bins }) => ({
      unit: 'ns',
      fromMs: 0,
      binMs: 2000 / bins,
      busy: new Float64Array(bins).fill(1000),
      gc: new Float64Array(bins),
      idle: new Float64Array(bins),
    }),
    'profiles.timeOrder': ({ fromMs, toMs }) => ({
      functions,
      count: 2,
      rowStart: Int32Array.of(0, 1, 2),
      fromMs: Float64Array.of(fromMs, fromMs),
      toMs: Float64Array.of(toMs, (fromMs + toMs) / 2),
      function: Int32Array.of(0, 2),
      merged: new Uint8Array(2),
    }),
    'profiles.heatMap': ({ rows }) => ({
      unit: 'ns',
      columns: 2,
      rows,
      secondsPerColumn: 1,
      fromMs: 0,
      weight: new Float64Array(2 * rows).fill(5),
      max: 5,
    }),
  };
}
