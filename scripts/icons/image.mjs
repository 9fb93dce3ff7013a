/**
 * A square picture in both forms that icon files hold.
 *
 * @typedef {object} Image
 * @property {number} size edge in pixels
 * @property {Uint8Array} png
 * @property {Uint8Array} rgba rows from the top, not premultiplied
 */

export {};
