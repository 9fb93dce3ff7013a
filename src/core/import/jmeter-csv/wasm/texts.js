"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.slotEntry = slotEntry;
exports.slotHolds = slotHolds;
exports.findSlot = findSlot;
exports.learnText = learnText;
exports.forgetTexts = forgetTexts;
const host_1 = require("./host");
const memory_1 = require("./memory");
/**
 * The recent texts of a column, with their entries in the dictionary of the host: a hash table with open addressing. When
 * it is full it starts anew. A slot has 16 bytes: hash, length (0: free), entry, and where the text stands.
 */
const SLOT_BYTES = 16;
/** Longer texts are not kept: the host is asked for each. */
const MAX_KEPT_BYTES = 4096;
/** 2^64 divided by the golden ratio: spreads neighbouring values over the whole range. */
const HASH_FACTOR = 0x9e3779b97f4a7c15;
const OTHER_FACTOR = 0xc2b2ae3d27d4eb4f;
function slotEntry(slot) {
    return load(slot, 8);
}
/** Whether a slot holds the text of `length` bytes, 1 or more, at `text`. */
function slotHolds(slot, text, length) {
    return load(slot, 4) == length && isSame(load(slot, 12), text, length);
}
/** The slot of a text; a free one when it is not among the recent texts. */
function findSlot(column, text, length) {
    const hash = hashOf(text, length);
    const slots = (0, memory_1.columnSlots)(column);
    const mask = (0, memory_1.columnSlotMask)(column);
    let index = hash & mask;
    while (true) {
        const slot = slots + index * SLOT_BYTES;
        if (load(slot, 4) == 0) {
            store(slot, hash);
            return slot;
        }
        if (load(slot) == hash && slotHolds(slot, text, length))
            return slot;
        index = (index + 1) & mask;
    }
}
/**
 * Asks the host for a text and keeps the answer.
 * @param free from {@link findSlot}
 * @returns the entry, see {@link entryOfText}
 */
function learnText(column, columnIndex, free, text, length) {
    const start = (text - memory_1.WINDOW_AT);
    const entry = (0, host_1.entryOfText)(columnIndex, start, start + length);
    if (entry < 0 || length > MAX_KEPT_BYTES)
        return entry;
    let slot = free;
    const half = (0, memory_1.columnSlotMask)(column) >> 1;
    if ((0, memory_1.usedSlots)(column) >= half || (0, memory_1.usedTextsBytes)(column) + length > (0, memory_1.columnTextsBytes)(column)) {
        forgetTexts(column);
        slot = findSlot(column, text, length);
    }
    const kept = (0, memory_1.columnTexts)(column) + (0, memory_1.usedTextsBytes)(column);
    memory.copy(kept, text, length);
    store(slot, length, 4);
    store(slot, entry, 8);
    store(slot, kept, 12);
    (0, memory_1.setUsedTextsBytes)(column, (0, memory_1.usedTextsBytes)(column) + length);
    (0, memory_1.setUsedSlots)(column, (0, memory_1.usedSlots)(column) + 1);
    return entry;
}
function forgetTexts(column) {
    memory.fill((0, memory_1.columnSlots)(column), 0, ((0, memory_1.columnSlotMask)(column) + 1) * SLOT_BYTES);
    (0, memory_1.setUsedSlots)(column, 0);
    (0, memory_1.setUsedTextsBytes)(column, 0);
}
function isSame(a, b, length) {
    if (length <= 16) {
        const unequal = v128.xor(v128.load(a), v128.load(b));
        return !v128.any_true(v128.and(unequal, firstBytes(length)));
    }
    // The last 16 bytes overlap those before: no loop over single bytes, and none at all up to 32.
    const tail = (length - 16);
    let unequal = v128.or(v128.xor(v128.load(a), v128.load(b)), v128.xor(v128.load(a + tail), v128.load(b + tail)));
    for (let at = 16; at < tail; at += 16) {
        unequal = v128.or(unequal, v128.xor(v128.load(a + at), v128.load(b + at)));
    }
    return !v128.any_true(unequal);
}
/** Bytes as in {@link isSame}: most texts have up to 32, and a loop that ends now here, now there costs more than it does. */
function hashOf(text, length) {
    if (length <= 16) {
        const bytes = v128.and(v128.load(text), firstBytes(length));
        return finished(mixed(i64x2.extract_lane(bytes, 0), i64x2.extract_lane(bytes, 1)), length);
    }
    const tail = (length - 16);
    let hash = mixed(load(text), load(text, 8)) ^
        rotl(mixed(load(text + tail), load(text + tail, 8)), 21);
    for (let at = 16; at < tail; at += 16) {
        hash = rotl(hash, 29) * HASH_FACTOR + mixed(load(text + at), load(text + at, 8));
    }
    return finished(hash, length);
}
/** Two numbers with different factors, so that they do not make up for each other. */
function mixed(a, b) {
    return (a ^ rotl(b, 32)) * HASH_FACTOR + b * OTHER_FACTOR;
}
/** The upper half: each of its bits depends on all lower ones. */
function finished(hash, length) {
    return ((hash * HASH_FACTOR) >> 32) ^ length;
}
/** All bits of the first `length` bytes. */
function firstBytes(length) {
    const places = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    return i8x16.lt_s(places, i8x16.splat(length));
}
