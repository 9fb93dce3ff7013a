/** @typedef {import('./image.mjs').Image} Image */

/** Pixel size of each entry that may be a PNG; where two have the same, one is for a Retina screen. */
const entries = /** @type {const} */ ([
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
]);

/**
 * @param {string} type
 * @param {Uint8Array} content
 */
function chunk(type, content) {
  const header = Buffer.alloc(8);
  header.write(type, 'latin1');
  header.writeUInt32BE(header.length + content.length, 4);
  return Buffer.concat([header, content]);
}

/**
 * A macOS icon.
 *
 * @param {readonly Image[]} images
 */
export function encodeIcns(images) {
  const chunks = entries.flatMap(([type, size]) => {
    const image = images.find((candidate) => candidate.size === size);
    return image === undefined ? [] : [chunk(type, image.png)];
  });
  return chunk('icns', Buffer.concat(chunks));
}
