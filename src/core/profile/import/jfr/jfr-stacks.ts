import type { NewFrame } from '../../model/frame-interner.ts';
import type { FrameKind } from '../../model/profile.ts';
import type { ProfileBuilder } from '../../model/profile-builder.ts';
import { NO_PARENT } from '../../model/profile.ts';
import type { JfrChunk } from './jfr-chunk.ts';
import { ConstantRef, type JfrRecord, type JfrValue } from './jfr-values.ts';

/** How code ran, as JDK and async-profiler name it. */
const frameTypes: Readonly<Record<string, { readonly kind: FrameKind; readonly inlined?: boolean }>> = {
  Interpreted: { kind: 'interpreted' },
  'JIT compiled': { kind: 'jit' },
  'C1 compiled': { kind: 'jit' },
  Inlined: { kind: 'jit', inlined: true },
  Native: { kind: 'native' },
  'C++': { kind: 'native' },
  Kernel: { kind: 'kernel' },
};

/** Stacks of a chunk in a profile: each constant is read once. */
export class JfrStacks {
  private readonly chunk: JfrChunk;
  private readonly builder: ProfileBuilder;
  private readonly stacks = new Map<number | string, number>();
  private readonly frames = new Map<string, number>();

  constructor(chunk: JfrChunk, builder: ProfileBuilder) {
    this.chunk = chunk;
    this.builder = builder;
  }

  /** @returns a stack; {@link NO_PARENT} for none */
  stackOf(value: JfrValue | undefined): number {
    if (!(value instanceof ConstantRef)) return this.read(this.chunk.constants.recordOf(value));
    let stack = this.stacks.get(value.key);
    if (stack === undefined) {
      stack = this.read(this.chunk.constants.recordOf(value));
      this.stacks.set(value.key, stack);
    }
    return stack;
  }

  private read(trace: JfrRecord | null): number {
    if (trace === null) return NO_PARENT;
    if (trace.get('truncated') === true)
      this.builder.warnings.add(
        'stacks-cut',
        'Different stacks are deeper than the recording keeps (-XX:FlightRecorderOptions=stackdepth=256); their roots are missing.',
      );
    const frames = trace.get('frames');
    if (!Array.isArray(frames)) return NO_PARENT;
    let stack = NO_PARENT;
    // Leaf first.
    for (let i = frames.length - 1; i >= 0; i--) {
      const frame = this.chunk.constants.recordOf((frames as readonly JfrValue[])[i]);
      stack = this.builder.stacks.childOf(stack, frame === null ? this.unknown() : this.frameOf(frame));
    }
    return stack;
  }

  private frameOf(frame: JfrRecord): number {
    const method = frame.get('method');
    const type = frame.get('type');
    const key =
      method instanceof ConstantRef ? `${method.key} ${type instanceof ConstantRef ? type.key : ''}` : null;
    const known = key === null ? undefined : this.frames.get(key);
    if (known !== undefined) return known;
    const { constants } = this.chunk;
    const how = constants.textOf(type) ?? '';
    const found = this.builder.frames.idOf(this.describe(constants.recordOf(method), how));
    if (key !== null) this.frames.set(key, found);
    return found;
  }

  private describe(method: JfrRecord | null, how: string): NewFrame {
    const { kind, inlined } = frameTypes[how] ?? { kind: 'program' as const };
    const { constants } = this.chunk;
    const name = method === null ? null : constants.textOf(method.get('name'));
    const owner = method === null ? null : constants.recordOf(method.get('type'));
    const className = owner === null ? null : constants.textOf(owner.get('name'));
    const title = name === null || name === '' ? '(unknown)' : name;
    // async-profiler puts the library where a class would be.
    if (kind === 'native' || kind === 'kernel') {
      const isJava = className?.includes('/') === true && !/\.(?:so|dylib|dll)\b/u.test(className);
      if (!isJava) return { name: title, module: className, kind, inlined: inlined === true };
    }
    const prefix = className === null || className === '' ? '' : `${className.replaceAll('/', '.')}.`;
    return { name: prefix + title, kind, inlined: inlined === true };
  }

  private unknown(): number {
    return this.builder.frames.idOf({ name: '(unknown)' });
  }
}
