"use strict";
/** Whole numbers from digits, eight at once, with arithmetic on 64-bit words. The first digit is the lowest byte. */
Object.defineProperty(exports, "__esModule", { value: true });
exports.lastDigits = lastDigits;
exports.areDigits = areDigits;
exports.numberOf = numberOf;
const ZEROS = 0x3030303030303030;
/** Added to what is left of a byte without `0`: the high bit is set for more than 9. */
const ABOVE_NINE = 0x7676767676767676;
const HIGH_BITS = 0x8080808080808080;
/** The `count` digits, 1 to 8, that end before `end`, without `0`; zero bytes before them. Other bytes are more than 9. */
function lastDigits(end, count) {
    // Shifted out and in again: what stands before the first digit becomes zero.
    const shift = (64 - 8 * count);
    return ((load(end - 8) ^ ZEROS) >> shift) << shift;
}
/** Whether all bytes are 0 to 9. */
function areDigits(digits) {
    return (((digits + ABOVE_NINE) | digits) & HIGH_BITS) == 0;
}
/** The number that eight digits are: pairs of them, then pairs of pairs, then both halves. */
function numberOf(digits) {
    const pairs = digits * 10 + (digits >> 8);
    return (((pairs & 0x000000ff000000ff) * 0x000f424000000064 +
        ((pairs >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >>
        32);
}
