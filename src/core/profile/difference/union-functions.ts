import {
  alignmentSteps,
  type AlignmentStep,
  type DifferenceOptions,
  type NamedFunction,
} from '#shared/model/profile-difference.ts';
import { frameKinds, NO_TEXT, type FrameTable } from '../model/profile.ts';
import type { ProfileSide, StackedSamples } from './compared-profile.ts';
import { matchFiles } from './matching-files.ts';
import {
  isAnonymous,
  namesProcess,
  withoutAddresses,
  withoutContentHashes,
  withoutGeneratedIds,
  withoutThreadNumbers,
  withoutTypeArguments,
} from './normal-names.ts';

/** Functions of both sides: frames that alignment (method P2) makes the same are one. */
export interface UnionFunctions {
  readonly count: number;
  readonly names: readonly string[];
  readonly files: readonly (string | null)[];
  readonly modules: readonly (string | null)[];
  /** From 1; 0 where it is not known, or not the same in all. */
  readonly lines: Int32Array;
  readonly columns: Int32Array;
  /** Place in `frameKinds`: that of the first frame that has one. */
  readonly kinds: Uint8Array;
  /** Place by name, then by what else tells functions apart: the same whichever side is the baseline. */
  readonly rank: Int32Array;
  /** Function by frame, for each table of frames. */
  readonly ofFrame: ReadonlyMap<FrameTable, Int32Array>;
  /** How many names, or files, each step changed. */
  readonly applied: ReadonlyMap<AlignmentStep, number>;
}

interface Growing {
  readonly ids: Map<string, number>;
  readonly keys: string[];
  readonly names: string[];
  readonly files: (string | null)[];
  readonly modules: (string | null)[];
  readonly lines: number[];
  readonly columns: number[];
  readonly kinds: number[];
}

export function unionFunctions(
  baseline: ProfileSide,
  candidate: ProfileSide,
  { alignment, renames }: Pick<DifferenceOptions, 'alignment' | 'renames'>,
): UnionFunctions {
  const steps = new Set(alignment);
  const applied = new Map<AlignmentStep, number>(alignmentSteps.map((step) => [step, 0]));
  const count = (step: AlignmentStep, more: number): void =>
    void applied.set(step, applied.get(step)! + more);
  const places = new FilePlaces(steps, baseline, candidate, count);
  const renamed = new Map(renames.map(({ baseline: old, candidate: now }) => [renameKey(old), now]));
  const table: Growing = {
    ids: new Map(),
    keys: [],
    names: [],
    files: [],
    modules: [],
    lines: [],
    columns: [],
    kinds: [],
  };
  const ofFrame = new Map<FrameTable, Int32Array>();
  for (const side of [baseline, candidate]) {
    for (const stacked of stackedOf(side)) {
      const { frames } = stacked;
      // A table may be used by several profiles; as part of both sides it has one reading.
      if (ofFrame.has(frames)) continue;
      const roots = rootFrames(stacked);
      const names = new NormalNames(steps, count);
      const ofThis = new Int32Array(frames.count);
      for (let frame = 0; frame < frames.count; frame++) {
        ofThis[frame] = functionOf(
          table,
          frames,
          frame,
          names,
          places,
          steps,
          side === baseline ? renamed : null,
          roots,
        );
      }
      ofFrame.set(frames, ofThis);
    }
  }
  const order = [...table.keys.keys()].sort(
    (a, b) => compareText(table.names[a]!, table.names[b]!) || compareText(table.keys[a]!, table.keys[b]!),
  );
  const rank = new Int32Array(order.length);
  order.forEach((own, place) => (rank[own] = place));
  return {
    count: order.length,
    names: table.names,
    files: table.files,
    modules: table.modules,
    lines: Int32Array.from(table.lines),
    columns: Int32Array.from(table.columns),
    kinds: Uint8Array.from(table.kinds),
    rank,
    ofFrame,
    applied,
  };
}

function functionOf(
  table: Growing,
  frames: FrameTable,
  frame: number,
  names: NormalNames,
  places: FilePlaces,
  steps: ReadonlySet<AlignmentStep>,
  renamed: ReadonlyMap<string, NamedFunction> | null,
  roots: Uint8Array,
): number {
  const textOf = (id: number): string | null => (id === NO_TEXT ? null : frames.texts.at(id));
  const rawName = frames.texts.at(frames.name[frame]!);
  const rawFile = textOf(frames.file[frame]!);
  const rename = renamed?.get(renameKey({ name: rawName, file: rawFile })) ?? null;
  const isLabel =
    frameKinds[frames.kind[frame]!] === 'label' || (roots[frame] === 1 && namesProcess(rawName));
  const name = names.normal(rename?.name ?? rawName, isLabel);
  const file = places.normal(rename === null ? rawFile : rename.file);
  const module = places.normal(textOf(frames.module[frame]!));
  const line = frames.line[frame]!;
  const column = frames.column[frame]!;
  const byPlace = isAnonymous(name) ? steps.has('anonymous-by-place') : !steps.has('ignore-lines');
  const key = [name, file ?? module ?? '', byPlace ? `${line}:${column}` : ''].join('\0');
  const known = table.ids.get(key);
  if (known === undefined) {
    const id = table.keys.length;
    table.ids.set(key, id);
    table.keys.push(key);
    table.names.push(rawName);
    table.files.push(rawFile);
    table.modules.push(textOf(frames.module[frame]!));
    table.lines.push(line);
    table.columns.push(column);
    table.kinds.push(frames.kind[frame]!);
    return id;
  }
  // What is not the same in all frames is shown as alignment has it, or not at all.
  if (table.names[known] !== rawName) table.names[known] = name;
  if (table.files[known] !== rawFile) table.files[known] = file;
  if (table.modules[known] !== textOf(frames.module[frame]!)) table.modules[known] = module;
  if (table.lines[known] !== line) table.lines[known] = 0;
  if (table.columns[known] !== column) table.columns[known] = 0;
  if (table.kinds[known] === 0) table.kinds[known] = frames.kind[frame]!;
  return known;
}

/** Names of one table, each changed once. */
class NormalNames {
  private readonly known = new Map<string, string>();
  private readonly steps: readonly (readonly [AlignmentStep, (name: string) => string])[];
  private readonly count: (step: AlignmentStep, more: number) => void;
  private readonly labels: boolean;

  constructor(steps: ReadonlySet<AlignmentStep>, count: (step: AlignmentStep, more: number) => void) {
    const all: readonly (readonly [AlignmentStep, (name: string) => string])[] = [
      ['addresses', withoutAddresses],
      ['generated-ids', withoutGeneratedIds],
      ['type-arguments', withoutTypeArguments],
    ];
    this.steps = all.filter(([step]) => steps.has(step));
    this.labels = steps.has('thread-numbers');
    this.count = count;
  }

  normal(name: string, isLabel: boolean): string {
    const key = isLabel ? `label ${name}` : name;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    let normal = name;
    for (const [step, change] of this.steps) {
      const next = change(normal);
      if (next !== normal) this.count(step, 1);
      normal = next;
    }
    if (isLabel && this.labels) {
      const next = withoutThreadNumbers(normal);
      if (next !== normal) this.count('thread-numbers', 1);
      normal = next;
    }
    this.known.set(key, normal);
    return normal;
  }
}

/** Files and modules of both sides, with what they are called in the difference. */
class FilePlaces {
  private readonly bare = new Map<string, string>();
  private readonly common: ReadonlyMap<string, string>;

  constructor(
    steps: ReadonlySet<AlignmentStep>,
    baseline: ProfileSide,
    candidate: ProfileSide,
    count: (step: AlignmentStep, more: number) => void,
  ) {
    const collect = (side: ProfileSide): Set<string> => {
      const files = new Set<string>();
      for (const raw of filesOf(side)) {
        const bare = steps.has('content-hashes') ? withoutContentHashes(raw) : raw;
        if (!this.bare.has(raw) && bare !== raw) count('content-hashes', 1);
        this.bare.set(raw, bare);
        files.add(bare);
      }
      return files;
    };
    const [a, b] = [collect(baseline), collect(candidate)];
    this.common = steps.has('folders') ? matchFiles(a, b) : new Map<string, string>();
    count('folders', this.common.size);
  }

  normal(file: string | null): string | null {
    if (file === null) return null;
    const bare = this.bare.get(file) ?? file;
    return this.common.get(bare) ?? bare;
  }
}

function filesOf(side: ProfileSide): Set<string> {
  const files = new Set<string>();
  for (const { frames } of stackedOf(side)) {
    const ids = new Set<number>();
    for (let frame = 0; frame < frames.count; frame++) {
      const file = frames.file[frame]!;
      ids.add(file === NO_TEXT ? frames.module[frame]! : file);
    }
    ids.delete(NO_TEXT);
    for (const id of ids) files.add(frames.texts.at(id));
  }
  return files;
}

function* stackedOf({ profiles }: ProfileSide): Generator<StackedSamples> {
  for (const { unflattened, tree } of profiles) {
    yield unflattened;
    if (tree !== unflattened) yield tree;
  }
}

function rootFrames({ frames, stacks }: StackedSamples): Uint8Array {
  const roots = new Uint8Array(frames.count);
  for (let stack = 0; stack < stacks.count; stack++)
    if (stacks.parent[stack]! < 0) roots[stacks.frame[stack]!] = 1;
  return roots;
}

function renameKey({ name, file }: NamedFunction): string {
  return `${name}\0${file ?? ''}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
