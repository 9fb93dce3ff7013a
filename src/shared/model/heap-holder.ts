/** Storage of the runtime: what a person knows is the object that it belongs to. */
const STORAGE = /^(\[\*\]|\[?\d+\]?|table|elements|properties|context|\(?synthetic\)?) › |› \(/u;

/**
 * The nearest step of a way that has a name which the program gave: `liveOrders › Map` rather than the array within the map.
 * @param steps `edge › class` from the root on, without what they hold
 * @returns the last step where no other has a name; an empty text for no step
 */
export function namedHolder(steps: readonly string[]): string {
  return steps.findLast((step) => !STORAGE.test(step)) ?? steps.at(-1) ?? '';
}
