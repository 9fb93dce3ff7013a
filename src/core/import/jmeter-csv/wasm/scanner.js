"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.IRREGULAR = exports.WINDOW_ENDS = exports.BLOCK_FULL = exports.WINDOW_BYTES = exports.WINDOW_AT = exports.FREE_AT = void 0;
exports.setUp = setUp;
exports.forget = forget;
exports.openWindow = openWindow;
exports.moveTo = moveTo;
exports.getPosition = getPosition;
exports.getRows = getRows;
exports.setRows = setRows;
exports.takeCrlfRows = takeCrlfRows;
exports.scanRows = scanRows;
const host_1 = require("./host");
const memory_1 = require("./memory");
const numbers_1 = require("./numbers");
const separators_1 = require("./separators");
const texts_1 = require("./texts");
var memory_2 = require("./memory");
Object.defineProperty(exports, "FREE_AT", { enumerable: true, get: function () { return memory_2.FREE_AT; } });
Object.defineProperty(exports, "WINDOW_AT", { enumerable: true, get: function () { return memory_2.WINDOW_AT; } });
Object.defineProperty(exports, "WINDOW_BYTES", { enumerable: true, get: function () { return memory_2.WINDOW_BYTES; } });
/**
 * Reads the regular rows of a window of a CSV file into columns. The rules are those of `CarefulRow`; see `FastRows`.
 */
const LF = 10;
const CR = 13;
const QUOTE = 34;
const ZERO = 48;
/** What is done with the cells of a column: as in `row-plan.ts`. */
const SKIP = 0;
const TIME = 1;
const WHOLE = 2;
const SUCCESS = 3;
const VARIED = 4;
const STEADY = 5;
const ADDRESS = 6;
const WORD_TRUE = 0x65757274;
const WORD_ALSE = 0x65736c61;
const WORD_NULL = 0x6c6c756e;
/** No text; also of the host. */
const NONE = -1;
const REFUSED = -3;
/** Longer whole numbers are left to the careful reader: these fit 32 bits. */
const MAX_DIGITS = 9;
/** Shorter than the shortest run of zero bytes that is a hole. */
const MAX_SKIPPED_BYTES = 15;
/** Guesses of addresses: one for as many labels. */
const LABELS_MASK = 4095;
/** Why {@link scanRows} came to an end: */
exports.BLOCK_FULL = 0;
/** the window ends before the row does; */
exports.WINDOW_ENDS = 1;
/** the row is not regular. */
exports.IRREGULAR = 2;
let delimiter = 0;
let columnsAt = 0;
let columnsEnd = 0;
/** Codes of the time stamps, and the labels of the block. */
let stampCodesAt = 0;
let labelsAt = 0;
let blockRows = 0;
/** Offset of the first row that was not read, and the first separator that is not before it. */
let position = 0;
let separatorAt = 0;
/** Complete rows of the block. */
let rows = 0;
let crlfRows = 0;
/** Tells the scanner about the file: `width` descriptions of columns stand at `columns`. */
function setUp(delimiterByte, columns, width, stampCodes, labels, rowsOfBlock) {
    delimiter = delimiterByte;
    columnsAt = columns;
    columnsEnd = columns + width * memory_1.COLUMN_BYTES;
    stampCodesAt = stampCodes;
    labelsAt = labels;
    blockRows = rowsOfBlock;
}
/** Drops all recent texts: their entries mean others from now on. */
function forget() {
    for (let column = columnsAt; column < columnsEnd; column += memory_1.COLUMN_BYTES) {
        if ((0, memory_1.columnAction)(column) >= VARIED)
            (0, texts_1.forgetTexts)(column);
    }
}
/** There are `size` new bytes in the window; a row starts at the first one. */
function openWindow(size) {
    (0, separators_1.findSeparators)(delimiter, size);
    position = 0;
    separatorAt = memory_1.SEPARATORS_AT;
}
/** A row starts there, not before the present position. */
function moveTo(offset) {
    position = offset;
    while (load(separatorAt) < offset)
        separatorAt += 2;
}
function getPosition() {
    return position;
}
function getRows() {
    return rows;
}
/** The block has so many complete rows. */
function setRows(count) {
    rows = count;
}
/** Rows that ended in CR LF since the last call. */
function takeCrlfRows() {
    const count = crlfRows;
    crlfRows = 0;
    return count;
}
/** Reads rows until something is in the way: {@link BLOCK_FULL} or one of its neighbours. */
function scanRows() {
    // In locals: what is global has to be fetched from memory every time.
    const firstColumn = columnsAt;
    const behindColumns = columnsEnd;
    const delimiterByte = delimiter;
    const last = columnsEnd - memory_1.COLUMN_BYTES;
    let cell = position;
    let separator = separatorAt;
    let row = rows;
    while (true) {
        let crlf = 0;
        let columnIndex = 0;
        for (let column = firstColumn; column < behindColumns; column += memory_1.COLUMN_BYTES) {
            let start = cell;
            let end = load(separator);
            let stop = byteAt(end);
            let cellEnd = end;
            let quoted = false;
            separator += 2;
            if (stop == QUOTE) {
                if (end == start) {
                    // Up to the next quote, over delimiters.
                    do {
                        cellEnd = load(separator);
                        stop = byteAt(cellEnd);
                        separator += 2;
                    } while (stop == delimiterByte);
                    if (stop != QUOTE)
                        return stopped(stop);
                    quoted = true;
                    start += 1;
                    end = load(separator);
                    stop = byteAt(end);
                    separator += 2;
                    const behind = end - cellEnd;
                    if (behind != 1 && (behind != 2 || column != last || byteAt(end - 1) != CR)) {
                        return stopped(stop);
                    }
                }
                else {
                    // Quotes inside of a cell without quotes are text.
                    do {
                        end = load(separator);
                        stop = byteAt(end);
                        separator += 2;
                    } while (stop == QUOTE);
                    cellEnd = end;
                }
            }
            if (column != last) {
                if (stop != delimiterByte)
                    return stopped(stop);
            }
            else {
                if (stop != LF)
                    return stopped(stop);
                if (end > cell && byteAt(end - 1) == CR) {
                    crlf = 1;
                    if (!quoted)
                        cellEnd = end - 1;
                }
            }
            const length = cellEnd - start;
            const text = memory_1.WINDOW_AT + start;
            cell = end + 1;
            const action = (0, memory_1.columnAction)(column);
            if (action >= VARIED) {
                let entry = NONE;
                if (length == 0) {
                    if (quoted)
                        return exports.IRREGULAR;
                }
                else if (length == 4 && (quoted || action == ADDRESS) && load(text) == WORD_NULL) {
                    if (quoted)
                        return exports.IRREGULAR;
                }
                else {
                    entry = textEntry(column, columnIndex, action, row, text, length);
                    if (entry == REFUSED)
                        return exports.IRREGULAR;
                }
                store((0, memory_1.columnTarget)(column) + 4 * row, entry);
            }
            else {
                if (quoted)
                    return exports.IRREGULAR;
                const textEnd = text + length;
                switch (action) {
                    case WHOLE: {
                        let value = NaN;
                        if (length == 0) {
                            const gap = (0, memory_1.columnGap)(column);
                            if (gap == 0)
                                return exports.IRREGULAR;
                            store(gap, 1);
                        }
                        else {
                            if (length > MAX_DIGITS)
                                return exports.IRREGULAR;
                            const digits = (0, numbers_1.lastDigits)(textEnd, min(length, 8));
                            const ninth = length == MAX_DIGITS ? load(text) - ZERO : 0;
                            if (!(0, numbers_1.areDigits)(digits) || ninth > 9)
                                return exports.IRREGULAR;
                            value = ((0, numbers_1.numberOf)(digits) + ninth * 100_000_000);
                        }
                        store((0, memory_1.columnTarget)(column) + 8 * row, value);
                        break;
                    }
                    case TIME: {
                        if (length == 13) {
                            const high = (0, numbers_1.lastDigits)(text + 8, 8);
                            const low = (0, numbers_1.lastDigits)(textEnd, 5);
                            if ((0, numbers_1.areDigits)(high) && (0, numbers_1.areDigits)(low)) {
                                const milliseconds = (0, numbers_1.numberOf)(high) * 100_000 + (0, numbers_1.numberOf)(low);
                                store((0, memory_1.columnTarget)(column) + 8 * row, (milliseconds * 1000));
                                store(stampCodesAt + row, 0);
                                break;
                            }
                        }
                        if (length == 0 || (0, host_1.readTimeStamp)(start, cellEnd, row) == 0)
                            return exports.IRREGULAR;
                        break;
                    }
                    case SUCCESS: {
                        const word = load(text);
                        let ok = 1;
                        if (length != 4 || word != WORD_TRUE) {
                            if (length != 5 || load(text) != 102 || load(text, 1) != WORD_ALSE)
                                return exports.IRREGULAR;
                            ok = 0;
                        }
                        store((0, memory_1.columnTarget)(column) + row, ok);
                        break;
                    }
                    default: {
                        if (length > MAX_SKIPPED_BYTES)
                            return exports.IRREGULAR;
                    }
                }
            }
            columnIndex += 1;
        }
        position = cell;
        separatorAt = separator;
        row += 1;
        rows = row;
        crlfRows += crlf;
        if (row == blockRows)
            return exports.BLOCK_FULL;
    }
}
function byteAt(offset) {
    return load(memory_1.WINDOW_AT + offset);
}
/** Where a row goes on behind the window, the last separator is followed by nothing. */
function stopped(stop) {
    return stop == 0 ? exports.WINDOW_ENDS : exports.IRREGULAR;
}
/** Entry of a text, mostly one that was guessed: the same as in the row before, or the same as with this label before. */
function textEntry(column, columnIndex, action, row, text, length) {
    if (action == VARIED) {
        const slot = (0, texts_1.findSlot)(column, text, length);
        if (load(slot, 4) != 0)
            return (0, texts_1.slotEntry)(slot);
        return (0, texts_1.learnText)(column, columnIndex, slot, text, length);
    }
    const label = action == ADDRESS ? load(labelsAt + 4 * row) & LABELS_MASK : 0;
    const guessAt = (0, memory_1.columnGuesses)(column) + 4 * label;
    const guess = load(guessAt);
    if ((0, texts_1.slotHolds)(guess, text, length))
        return (0, texts_1.slotEntry)(guess);
    const slot = (0, texts_1.findSlot)(column, text, length);
    store(guessAt, slot);
    if (load(slot, 4) != 0)
        return (0, texts_1.slotEntry)(slot);
    return (0, texts_1.learnText)(column, columnIndex, slot, text, length);
}
