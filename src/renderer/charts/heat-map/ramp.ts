/** Colours of counts as bytes. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** How finely a ramp is cut: no eye tells neighbouring steps apart. */
export const RAMP_STEPS = 256;

/** Bytes of `RAMP_STEPS` colours, red, green, blue each, between the stops of a ramp. */
export function rampBytes(stops: readonly string[]): Uint8ClampedArray {
  const colours = stops.map(parseHex);
  const bytes = new Uint8ClampedArray(RAMP_STEPS * 3);
  const last = Math.max(colours.length - 1, 1);
  for (let step = 0; step < RAMP_STEPS; step++) {
    const place = (step / (RAMP_STEPS - 1)) * last;
    const index = Math.min(Math.floor(place), last - 1);
    const from = colours[index] ?? BLACK;
    const to = colours[index + 1] ?? from;
    for (let channel = 0; channel < 3; channel++)
      bytes[step * 3 + channel] = from[channel]! + (place - index) * (to[channel]! - from[channel]!);
  }
  return bytes;
}

/** Step of a count on a logarithmic scale: one sample is the first, `max` the last. */
export function rampStep(count: number, max: number): number {
  if (max <= 1) return RAMP_STEPS - 1;
  return Math.round((Math.log(count) / Math.log(max)) * (RAMP_STEPS - 1));
}

export function rampColour(bytes: Uint8ClampedArray, share: number): string {
  const at = Math.round(Math.min(Math.max(share, 0), 1) * (RAMP_STEPS - 1)) * 3;
  return `rgb(${bytes[at]!} ${bytes[at + 1]!} ${bytes[at + 2]!})`;
}

const BLACK: Rgb = [0, 0, 0];

function parseHex(text: string): Rgb {
  const hex = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/iu.exec(text);
  if (hex === null) return BLACK;
  return [parseInt(hex[1]!, 16), parseInt(hex[2]!, 16), parseInt(hex[3]!, 16)];
}
