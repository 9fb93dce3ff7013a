/** What the scanner asks its host for, `row-scanner.ts`. Offsets are those of the window. */

/**
 * Entry of a text that is not among the recent ones.
 * @returns -2 when there are too many texts, -3 when the careful reader has to look at it
 */
export declare function entryOfText(column: i32, start: i32, end: i32): i32;

/**
 * Reads a time stamp that is not 13 digits, into the block.
 * @returns 0 when the careful reader has to look at it
 */
export declare function readTimeStamp(start: i32, end: i32, row: i32): i32;
