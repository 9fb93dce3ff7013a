/**
 * A printed figure in another unit without the noise of a multiplication: 1.005 s are 1005 ms, not 1004.9999999999999.
 *
 * @param figure as printed, or a number
 * @param places 3: thousand times as much
 */
export function shiftDecimal(figure: string | number, places: number): number {
  const text = String(figure);
  const shifted = /e/iu.test(text) ? Number.NaN : Number(`${text}e${places}`);
  return Number.isNaN(shifted) ? Number(figure) * 10 ** places : shifted;
}
