import { entryOfText } from './host';
import {
  columnSlotMask,
  columnSlots,
  columnTexts,
  columnTextsBytes,
  setUsedSlots,
  setUsedTextsBytes,
  usedSlots,
  usedTextsBytes,
  WINDOW_AT,
} from './memory';

/**
 * The recent texts of a column, with their entries in the dictionary of the host: a hash table with open addressing. When
 * it is full it starts anew. A slot has 16 bytes: hash, length (0: free), entry, and where the text stands.
 */

const SLOT_BYTES: usize = 16;

/** Longer texts are not kept: the host is asked for each. */
const MAX_KEPT_BYTES: i32 = 4096;

/** 2^64 divided by the golden ratio: spreads neighbouring values over the whole range. */
const HASH_FACTOR: u64 = 0x9e3779b97f4a7c15;
const OTHER_FACTOR: u64 = 0xc2b2ae3d27d4eb4f;

export function slotEntry(slot: usize): i32 {
  return load<i32>(slot, 8);
}

/** Whether a slot holds the text of `length` bytes, 1 or more, at `text`. */
export function slotHolds(slot: usize, text: usize, length: i32): bool {
  return load<i32>(slot, 4) == length && isSame(load<u32>(slot, 12), text, length);
}

/** The slot of a text; a free one when it is not among the recent texts. */
export function findSlot(column: usize, text: usize, length: i32): usize {
  const hash = hashOf(text, length);
  const slots = columnSlots(column);
  const mask = columnSlotMask(column);
  let index = hash & mask;
  while (true) {
    const slot = slots + <usize>index * SLOT_BYTES;
    if (load<i32>(slot, 4) == 0) {
      store<i32>(slot, hash);
      return slot;
    }
    if (load<i32>(slot) == hash && slotHolds(slot, text, length)) return slot;
    index = (index + 1) & mask;
  }
}

/**
 * Asks the host for a text and keeps the answer.
 * @param free from {@link findSlot}
 * @returns the entry, see {@link entryOfText}
 */
export function learnText(column: usize, columnIndex: i32, free: usize, text: usize, length: i32): i32 {
  const start = <i32>(text - WINDOW_AT);
  const entry = entryOfText(columnIndex, start, start + length);
  if (entry < 0 || length > MAX_KEPT_BYTES) return entry;
  let slot = free;
  const half = columnSlotMask(column) >> 1;
  if (usedSlots(column) >= half || usedTextsBytes(column) + length > columnTextsBytes(column)) {
    forgetTexts(column);
    slot = findSlot(column, text, length);
  }
  const kept = columnTexts(column) + <usize>usedTextsBytes(column);
  memory.copy(kept, text, <usize>length);
  store<i32>(slot, length, 4);
  store<i32>(slot, entry, 8);
  store<u32>(slot, <u32>kept, 12);
  setUsedTextsBytes(column, usedTextsBytes(column) + length);
  setUsedSlots(column, usedSlots(column) + 1);
  return entry;
}

export function forgetTexts(column: usize): void {
  memory.fill(columnSlots(column), 0, (<usize>columnSlotMask(column) + 1) * SLOT_BYTES);
  setUsedSlots(column, 0);
  setUsedTextsBytes(column, 0);
}

function isSame(a: usize, b: usize, length: i32): bool {
  if (length <= 16) {
    const unequal = v128.xor(v128.load(a), v128.load(b));
    return !v128.any_true(v128.and(unequal, firstBytes(length)));
  }
  // The last 16 bytes overlap those before: no loop over single bytes, and none at all up to 32.
  const tail = <usize>(length - 16);
  let unequal = v128.or(
    v128.xor(v128.load(a), v128.load(b)),
    v128.xor(v128.load(a + tail), v128.load(b + tail)),
  );
  for (let at: usize = 16; at < tail; at += 16) {
    unequal = v128.or(unequal, v128.xor(v128.load(a + at), v128.load(b + at)));
  }
  return !v128.any_true(unequal);
}

/** Bytes as in {@link isSame}: most texts have up to 32, and a loop that ends now here, now there costs more than it does. */
function hashOf(text: usize, length: i32): i32 {
  if (length <= 16) {
    const bytes = v128.and(v128.load(text), firstBytes(length));
    return finished(mixed(i64x2.extract_lane(bytes, 0), i64x2.extract_lane(bytes, 1)), length);
  }
  const tail = <usize>(length - 16);
  let hash =
    mixed(load<u64>(text), load<u64>(text, 8)) ^
    rotl(mixed(load<u64>(text + tail), load<u64>(text + tail, 8)), 21);
  for (let at: usize = 16; at < tail; at += 16) {
    hash = rotl(hash, 29) * HASH_FACTOR + mixed(load<u64>(text + at), load<u64>(text + at, 8));
  }
  return finished(hash, length);
}

/** Two numbers with different factors, so that they do not make up for each other. */
function mixed(a: u64, b: u64): u64 {
  return (a ^ rotl(b, 32)) * HASH_FACTOR + b * OTHER_FACTOR;
}

/** The upper half: each of its bits depends on all lower ones. */
function finished(hash: u64, length: i32): i32 {
  return (<i32>((hash * HASH_FACTOR) >> 32)) ^ length;
}

/** All bits of the first `length` bytes. */
function firstBytes(length: i32): v128 {
  const places = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  return i8x16.lt_s(places, i8x16.splat(<i8>length));
}
