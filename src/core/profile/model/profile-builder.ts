import { FrameInterner } from './frame-interner.ts';
import { Float64Column, Int32Column, NumberColumn } from './growing-column.ts';
import type { NewProfile, ProfileThread, WeightType } from './profile.ts';
import { StackInterner } from './stack-interner.ts';
import { WarningList } from './warning-list.ts';

/** What is said of a profile beside its samples; what is left out is unknown. */
export interface ProfileFacts {
  readonly name: string;
  readonly defaultWeight?: number;
  readonly startedAtUs?: number | null;
  readonly durationUs?: number | null;
  readonly intervalUs?: number | null;
  readonly tool?: string | null;
}

/** Collects one profile: frames and stacks as they are met, then samples that use them. */
export class ProfileBuilder {
  readonly frames = new FrameInterner();
  readonly stacks = new StackInterner();
  readonly warnings = new WarningList();
  private readonly weightTypes: readonly WeightType[];
  private readonly time: Float64Column | null;
  private readonly thread = new Int32Column();
  private readonly stack = new Int32Column();
  private readonly weights: readonly NumberColumn[];
  private readonly threads: ProfileThread[] = [];

  /** @param timed whether samples have an instant */
  constructor(weightTypes: readonly WeightType[], timed: boolean) {
    this.weightTypes = weightTypes;
    this.time = timed ? new Float64Column() : null;
    this.weights = weightTypes.map(() => new NumberColumn());
  }

  get sampleCount(): number {
    return this.stack.length;
  }

  /** @returns its place, for {@link sample} */
  addThread(name: string, ids: Partial<Omit<ProfileThread, 'name'>> = {}): number {
    const { threadId = null, processId = null, processName = null } = ids;
    this.threads.push({ name, threadId, processId, processName });
    return this.threads.length - 1;
  }

  /**
   * @param timeUs since the start of the profile; 0 where there is no time
   * @param weights one per weight type
   */
  sample(timeUs: number, thread: number, stack: number, ...weights: readonly number[]): void {
    this.time?.push(timeUs);
    this.thread.push(thread);
    this.stack.push(stack);
    for (let i = 0; i < this.weights.length; i++) this.weights[i]!.push(weights[i] ?? 0);
  }

  /** The profile; the builder is done with. */
  finish(facts: ProfileFacts): NewProfile {
    if (this.threads.length === 0) this.addThread('all threads');
    const count = this.stack.length;
    return {
      name: facts.name,
      frames: this.frames.finish(),
      stacks: this.stacks.finish(),
      samples: {
        count,
        time: this.time?.take() ?? null,
        thread: this.thread.take(),
        stack: this.stack.take(),
        weights: this.weights.map((column) => column.take()),
      },
      weightTypes: this.weightTypes,
      defaultWeight: facts.defaultWeight ?? 0,
      threads: this.threads,
      startedAtUs: facts.startedAtUs ?? null,
      durationUs: facts.durationUs ?? null,
      intervalUs: facts.intervalUs ?? null,
      tool: facts.tool ?? null,
      warnings: this.warnings.list(),
    };
  }
}
