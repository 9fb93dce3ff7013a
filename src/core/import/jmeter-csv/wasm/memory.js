"use strict";
/**
 * What lies where in the memory that the scanner shares with its host, `row-scanner.ts`. The host takes all other places,
 * those of columns and of recent texts, from {@link FREE_AT} on.
 */
Object.defineProperty(exports, "__esModule", { value: true });
exports.COLUMN_BYTES = exports.FREE_AT = exports.SEPARATORS_AT = exports.WINDOW_BYTES = exports.WINDOW_AT = exports.PAD = void 0;
exports.columnAction = columnAction;
exports.columnTarget = columnTarget;
exports.columnGap = columnGap;
exports.columnSlots = columnSlots;
exports.columnSlotMask = columnSlotMask;
exports.columnTexts = columnTexts;
exports.columnTextsBytes = columnTextsBytes;
exports.columnGuesses = columnGuesses;
exports.usedTextsBytes = usedTextsBytes;
exports.setUsedTextsBytes = setUsedTextsBytes;
exports.usedSlots = usedSlots;
exports.setUsedSlots = setUsedSlots;
/** Texts are compared 16 bytes at a time: so many bytes before and behind everything may be read. */
exports.PAD = 64;
/** Where the bytes that are being scanned stand. Their offsets fit 16 bits. */
exports.WINDOW_AT = 1024;
exports.WINDOW_BYTES = 65_472;
/** Offsets of separators in the window, `u16` each, in order; the end of the window follows as the last one. */
exports.SEPARATORS_AT = exports.WINDOW_AT + 65_536 + exports.PAD;
const SEPARATORS_BYTES = 2 * 65_536 + exports.PAD;
exports.FREE_AT = exports.SEPARATORS_AT + SEPARATORS_BYTES;
/** Description of one column of the file: ten numbers of 32 bits, written by the host. */
exports.COLUMN_BYTES = 64;
function columnAction(column) {
    return load(column);
}
/** Where the values of the column go: `f64` for numbers, `i32` for texts, a byte for `success`. */
function columnTarget(column) {
    return load(column, 4);
}
/** A byte that is set when a number is missing; 0 for a column in which none may be missing. */
function columnGap(column) {
    return load(column, 8);
}
/** The hash table of recent texts. */
function columnSlots(column) {
    return load(column, 12);
}
/** How many slots it has, less one: a power of two less one. */
function columnSlotMask(column) {
    return load(column, 16);
}
/** Where the recent texts themselves stand, and how many bytes there are for them. */
function columnTexts(column) {
    return load(column, 20);
}
function columnTextsBytes(column) {
    return load(column, 24);
}
/** Slots that are probably the next ones, see `guesses.ts`: one, or one per label. */
function columnGuesses(column) {
    return load(column, 28);
}
/** How many bytes of texts there are. The scanner's own, as the next one. */
function usedTextsBytes(column) {
    return load(column, 32);
}
function setUsedTextsBytes(column, bytes) {
    store(column, bytes, 32);
}
function usedSlots(column) {
    return load(column, 36);
}
function setUsedSlots(column, slots) {
    store(column, slots, 36);
}
