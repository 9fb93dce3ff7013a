"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.findSeparators = findSeparators;
const memory_1 = require("./memory");
const LF = 10;
const QUOTE = 34;
/**
 * Finds all delimiters, quotes and line ends of the window, 16 bytes at a time, and writes their offsets to
 * {@link SEPARATORS_AT}; `size` follows as the last one. Whether one of them is inside quotes is told later.
 */
function findSeparators(delimiter, size) {
    const delimiters = i8x16.splat(delimiter);
    const quotes = i8x16.splat(QUOTE);
    const lineEnds = i8x16.splat(LF);
    let to = memory_1.SEPARATORS_AT;
    for (let at = 0; at < size; at += 64) {
        const from = memory_1.WINDOW_AT + at;
        let marks = marksOf(v128.load(from), delimiters, quotes, lineEnds) |
            (marksOf(v128.load(from, 16), delimiters, quotes, lineEnds) << 16) |
            (marksOf(v128.load(from, 32), delimiters, quotes, lineEnds) << 32) |
            (marksOf(v128.load(from, 48), delimiters, quotes, lineEnds) << 48);
        // Behind the end stand bytes of an earlier window.
        if (size - at < 64)
            marks &= (1 << (size - at)) - 1;
        const next = to + 2 * popcnt(marks);
        // Eight at a time, wanted or not: the processor cannot foretell how many there are, and guesses cost more.
        while (true) {
            store(to, (at + ctz(marks)));
            marks &= marks - 1;
            store(to, (at + ctz(marks)), 2);
            marks &= marks - 1;
            store(to, (at + ctz(marks)), 4);
            marks &= marks - 1;
            store(to, (at + ctz(marks)), 6);
            marks &= marks - 1;
            store(to, (at + ctz(marks)), 8);
            marks &= marks - 1;
            store(to, (at + ctz(marks)), 10);
            marks &= marks - 1;
            store(to, (at + ctz(marks)), 12);
            marks &= marks - 1;
            store(to, (at + ctz(marks)), 14);
            marks &= marks - 1;
            if (marks == 0)
                break;
            to += 16;
        }
        to = next;
    }
    store(to, size);
    // No separator: whoever comes to the end of the window finds no end of a cell there.
    store(memory_1.WINDOW_AT + size, 0);
}
/** One bit per byte that is one of the three. */
function marksOf(bytes, delimiters, quotes, lineEnds) {
    return i8x16.bitmask(v128.or(v128.or(i8x16.eq(bytes, delimiters), i8x16.eq(bytes, quotes)), i8x16.eq(bytes, lineEnds)));
}
