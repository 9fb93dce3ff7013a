import type { NewFrame } from '../../model/frame-interner.ts';
import type { ProfileBuilder } from '../../model/profile-builder.ts';
import { NO_PARENT, type FrameKind } from '../../model/profile.ts';
import type { OtlpLocation, OtlpTables } from './otlp-tables.ts';

/** Values of the attribute `profile.frame.type` (OpenTelemetry semantic conventions). */
const kinds: Readonly<Record<string, FrameKind>> = { kernel: 'kernel', native: 'native' };

/** Stacks of the dictionary in a profile, each built once. */
export class OtlpStacks {
  private readonly tables: OtlpTables;
  private readonly builder: ProfileBuilder;
  private readonly known = new Map<number, number>();
  private readonly frames = new Map<number, readonly number[]>();

  constructor(tables: OtlpTables, builder: ProfileBuilder) {
    this.tables = tables;
    this.builder = builder;
  }

  /** @returns a stack; {@link NO_PARENT} for none */
  stackOf(place: number): number {
    let stack = this.known.get(place);
    if (stack === undefined) {
      stack = NO_PARENT;
      const locations = this.tables.stacks[place] ?? [];
      // Leaf first.
      for (let i = locations.length - 1; i >= 0; i--)
        for (const frame of this.framesOf(locations[i]!)) stack = this.builder.stacks.childOf(stack, frame);
      this.known.set(place, stack);
    }
    return stack;
  }

  /** Outermost first: functions that were put into others are frames of their own. */
  private framesOf(place: number): readonly number[] {
    let frames = this.frames.get(place);
    if (frames === undefined) {
      frames = this.describe(this.tables.locations[place]).map((frame) => this.builder.frames.idOf(frame));
      this.frames.set(place, frames);
    }
    return frames;
  }

  private describe(location: OtlpLocation | undefined): readonly NewFrame[] {
    if (location === undefined) return [{ name: '[unknown]' }];
    const { texts } = this.tables;
    const module = texts[this.tables.mappings[location.mapping] ?? 0] ?? '';
    const kind = this.kindOf(location);
    const frames = location.functions
      .map((own, place): NewFrame | null => {
        const found = this.tables.functions[own];
        const name = found === undefined ? '' : (texts[found.name] ?? '') || (texts[found.systemName] ?? '');
        if (found === undefined || name === '') return null;
        const inlined = place < location.functions.length - 1;
        return { name, file: texts[found.file] ?? null, line: found.line, module, kind, inlined };
      })
      .filter((frame) => frame !== null)
      .reverse();
    if (frames.length > 0) return frames;
    const base = module.slice(module.lastIndexOf('/') + 1);
    const address = `0x${location.address.toString(16)}`;
    if (location.address === 0) return [{ name: base === '' ? '[unknown]' : `[${base}]`, module, kind }];
    return [{ name: base === '' ? address : `${base}+${address}`, module, kind }];
  }

  private kindOf({ attributes }: OtlpLocation): FrameKind {
    for (const place of attributes) {
      const attribute = this.tables.attributes[place];
      if (attribute !== undefined && this.tables.texts[attribute.key] === 'profile.frame.type')
        return kinds[String(attribute.value)] ?? 'program';
    }
    return 'unknown';
  }
}
