/** One call on a canvas context, with the styles that were set at that moment. */
export interface RecordedCall {
  readonly name: string;
  readonly args: readonly unknown[];
  readonly fillStyle: unknown;
  readonly strokeStyle: unknown;
}

export interface RecordingContext {
  readonly context: CanvasRenderingContext2D;
  readonly calls: readonly RecordedCall[];
  /** All texts in the order in which they were drawn. */
  readonly texts: () => readonly string[];
  readonly named: (name: string) => readonly RecordedCall[];
}

/** Every figure is this wide: placement of labels can be foreseen. */
const CHARACTER_PX = 6;

/** Takes any drawing and remembers it: jsdom has no canvas, and pictures are poor evidence in a test. */
export function createRecordingContext(): RecordingContext {
  const calls: RecordedCall[] = [];
  const state: Record<string, unknown> = {};
  const context = new Proxy(state, {
    get: (target, property) => {
      const name = String(property);
      if (name === 'measureText') return (text: string) => ({ width: text.length * CHARACTER_PX });
      if (name in target) return target[name];
      return (...args: readonly unknown[]) => {
        calls.push({ name, args, fillStyle: target['fillStyle'], strokeStyle: target['strokeStyle'] });
      };
    },
    set: (target, property, value) => {
      target[String(property)] = value;
      return true;
    },
  });
  const named = (name: string): readonly RecordedCall[] => calls.filter((call) => call.name === name);
  return {
    context: context as unknown as CanvasRenderingContext2D,
    calls,
    named,
    texts: () => named('fillText').map((call) => String(call.args[0])),
  };
}
