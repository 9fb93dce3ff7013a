/** What is done with whole columns of a block. Addresses are those of the scanner's memory; nothing has to be aligned. */

/**
 * Writes numbers of 64 bits as whole numbers of 32 bits.
 * @returns whether all of them are: NaN is not, and leaves what is written in disorder
 */
export function narrowNumbers(from: usize, to: usize, count: i32): bool {
  let same = i64x2.splat(-1);
  const fours = count & ~3;
  for (let row = 0; row < fours; row += 4) {
    const first = v128.load(from + 8 * <usize>row);
    const second = v128.load(from + 8 * <usize>row, 16);
    const firstWhole = i32x4.trunc_sat_f64x2_s_zero(first);
    const secondWhole = i32x4.trunc_sat_f64x2_s_zero(second);
    same = v128.and(same, f64x2.eq(first, f64x2.convert_low_i32x4_s(firstWhole)));
    same = v128.and(same, f64x2.eq(second, f64x2.convert_low_i32x4_s(secondWhole)));
    v128.store(to + 4 * <usize>row, v128.shuffle<i64>(firstWhole, secondWhole, 0, 2));
  }
  for (let row = fours; row < count; row++) {
    // With a zero beside it, which is whole.
    const value = v128.load64_zero(from + 8 * <usize>row);
    const whole = i32x4.trunc_sat_f64x2_s_zero(value);
    same = v128.and(same, f64x2.eq(value, f64x2.convert_low_i32x4_s(whole)));
    store<i32>(to + 4 * <usize>row, i32x4.extract_lane(whole, 0));
  }
  return i64x2.all_true(same);
}

/**
 * Writes the number that stands in `table` for each entry of a dictionary; where there is no entry, anything.
 * @returns how many have none: those are negative
 */
export function numbersOfEntries(entries: usize, to: usize, count: i32, table: usize): i32 {
  let missing: i32 = 0;
  for (let row: usize = 0; row < 4 * <usize>count; row += 4) {
    const entry = load<i32>(entries + row);
    const negative = entry >> 31;
    missing -= negative;
    // Without a branch: the first number is read instead.
    store<i32>(to + row, load<i32>(table + 4 * <usize>(entry & ~negative)));
  }
  return missing;
}
