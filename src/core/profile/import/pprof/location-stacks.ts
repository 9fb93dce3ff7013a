import { NO_PARENT, type StackTable } from '../../model/profile.ts';
import { StackInterner } from '../../model/stack-interner.ts';

/** Ids below stand for themselves: Go and most others count from 1. */
const PLAIN_IDS = 1 << 30;

/**
 * Stacks of locations. Samples come before what says which functions their locations are; as a tree of prefixes they take room
 * by the different stacks there are, not by samples and their depth.
 */
export class LocationStacks {
  private readonly stacks = new StackInterner();
  private readonly places = new Map<number, number>();
  private readonly largeIds: number[] = [];
  /** The stack before: outermost location first, and the stack that ends there. Neighbours begin alike. */
  private locations = new Float64Array(64);
  private prefixes = new Int32Array(64);
  private depth = 0;

  /** @param ids the first `count` are a stack, leaf first @returns its number, {@link NO_PARENT} for an empty one */
  stackOf(ids: Float64Array, count: number): number {
    this.makeRoom(count);
    const { locations, prefixes, stacks } = this;
    let same = 0;
    const most = Math.min(count, this.depth);
    while (same < most && locations[same] === ids[count - 1 - same]) same++;
    let stack = same === 0 ? NO_PARENT : prefixes[same - 1]!;
    for (let at = same; at < count; at++) {
      const id = ids[count - 1 - at]!;
      stack = stacks.childOf(stack, id < PLAIN_IDS ? id : this.placeOf(id));
      locations[at] = id;
      prefixes[at] = stack;
    }
    this.depth = count;
    return stack;
  }

  /** The stacks, whose frames are what {@link idOf} tells ids of; nothing can be added any more. */
  finish(): StackTable {
    return this.stacks.finish();
  }

  /** Id of the location that a frame of {@link finish} stands for. */
  idOf(frame: number): number {
    return frame < PLAIN_IDS ? frame : this.largeIds[frame - PLAIN_IDS]!;
  }

  private placeOf(id: number): number {
    let place = this.places.get(id);
    if (place === undefined) {
      place = PLAIN_IDS + this.largeIds.length;
      this.places.set(id, place);
      this.largeIds.push(id);
    }
    return place;
  }

  private makeRoom(count: number): void {
    if (count <= this.locations.length) return;
    const locations = new Float64Array(count * 2);
    locations.set(this.locations);
    this.locations = locations;
    const prefixes = new Int32Array(count * 2);
    prefixes.set(this.prefixes);
    this.prefixes = prefixes;
  }
}
