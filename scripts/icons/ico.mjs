/** @typedef {import('./image.mjs').Image} Image */

const headerBytes = 6;
const entryBytes = 16;
const bitmapHeaderBytes = 40;

/** Installer tools read compressed entries only in the large sizes. */
const smallestPng = 128;

/**
 * A device-independent bitmap as icons have it: bottom-up BGRA with twice the height, followed by a mask of
 * one bit per pixel, which the alpha channel makes unnecessary and which is there all the same.
 *
 * @param {Image} image
 */
function encodeBitmap({ size, rgba }) {
  const maskStride = Math.ceil(size / 32) * 4;
  const bytes = Buffer.alloc(bitmapHeaderBytes + size * size * 4 + size * maskStride);
  bytes.writeUInt32LE(bitmapHeaderBytes, 0);
  bytes.writeInt32LE(size, 4);
  bytes.writeInt32LE(size * 2, 8);
  bytes.writeUInt16LE(1, 12); // planes
  bytes.writeUInt16LE(32, 14); // bits per pixel
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const from = ((size - 1 - y) * size + x) * 4;
      const to = bitmapHeaderBytes + (y * size + x) * 4;
      bytes.set([rgba[from + 2] ?? 0, rgba[from + 1] ?? 0, rgba[from] ?? 0, rgba[from + 3] ?? 0], to);
    }
  }
  return bytes;
}

/**
 * A Windows icon.
 *
 * @param {readonly Image[]} images
 */
export function encodeIco(images) {
  const contents = images.map((image) => (image.size < smallestPng ? encodeBitmap(image) : image.png));
  const header = Buffer.alloc(headerBytes + entryBytes * images.length);
  header.writeUInt16LE(1, 2); // an icon, not a cursor
  header.writeUInt16LE(images.length, 4);
  let offset = header.length;
  images.forEach(({ size }, index) => {
    const at = headerBytes + entryBytes * index;
    const length = contents[index]?.length ?? 0;
    header.writeUInt8(size % 256, at); // 0 means 256
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4); // planes
    header.writeUInt16LE(32, at + 6); // bits per pixel
    header.writeUInt32LE(length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += length;
  });
  return Buffer.concat([header, ...contents]);
}
