/** Whole numbers from digits, eight at once, with arithmetic on 64-bit words. The first digit is the lowest byte. */

const ZEROS: u64 = 0x3030303030303030;
/** Added to what is left of a byte without `0`: the high bit is set for more than 9. */
const ABOVE_NINE: u64 = 0x7676767676767676;
const HIGH_BITS: u64 = 0x8080808080808080;

/** The `count` digits, 1 to 8, that end before `end`, without `0`; zero bytes before them. Other bytes are more than 9. */
export function lastDigits(end: usize, count: i32): u64 {
  // Shifted out and in again: what stands before the first digit becomes zero.
  const shift = <u64>(64 - 8 * count);
  return ((load<u64>(end - 8) ^ ZEROS) >> shift) << shift;
}

/** Whether all bytes are 0 to 9. */
export function areDigits(digits: u64): bool {
  return (((digits + ABOVE_NINE) | digits) & HIGH_BITS) == 0;
}

/** The number that eight digits are: pairs of them, then pairs of pairs, then both halves. */
export function numberOf(digits: u64): u64 {
  const pairs = digits * 10 + (digits >> 8);
  return (
    ((pairs & 0x000000ff000000ff) * 0x000f424000000064 +
      ((pairs >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >>
    32
  );
}
