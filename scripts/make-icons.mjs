/** `npm run icons`: draws build/icon.svg in the sizes and containers that the three platforms want. */
import './bootstrap/node-version.mjs';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { root } from './bootstrap/project.mjs';
import { encodeIcns } from './icons/icns.mjs';
import { encodeIco } from './icons/ico.mjs';
import { findTestChromium } from './testing/chromium.mjs';

/** @typedef {import('./icons/image.mjs').Image} Image */

const build = join(root, 'build');
const withMargin = readFileSync(join(build, 'icon.svg'), 'utf8');
/** Only macOS puts air around an icon; elsewhere it would be lost at 16 px. */
const withoutMargin = withMargin.replace('viewBox="0 0 1024 1024"', 'viewBox="96 96 832 832"');

const executablePath = findTestChromium();
const browser = await chromium.launch({
  ...(executablePath !== undefined && { executablePath }),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});

try {
  const page = await browser.newPage();

  /**
   * @param {string} svg
   * @param {number} size
   * @returns {Promise<Image>}
   */
  const draw = async (svg, size) => {
    const { png, rgba } = await page.evaluate(async ([source, edge]) => {
      const picture = new Image();
      picture.src = URL.createObjectURL(new Blob([source], { type: 'image/svg+xml' }));
      picture.width = picture.height = edge;
      await picture.decode();
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = edge;
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('no canvas');
      context.drawImage(picture, 0, 0, edge, edge);
      const [, base64 = ''] = canvas.toDataURL('image/png').split(',');
      return { png: base64, rgba: [...context.getImageData(0, 0, edge, edge).data] };
    }, /** @type {const} */ ([svg, size]));
    return { size, png: Buffer.from(png, 'base64'), rgba: Uint8Array.from(rgba) };
  };

  /**
   * @param {string} svg
   * @param {readonly number[]} sizes
   */
  const drawAll = async (svg, sizes) => {
    /** @type {Image[]} */
    const images = [];
    for (const size of sizes) images.push(await draw(svg, size));
    return images;
  };

  const windows = await drawAll(withoutMargin, [16, 24, 32, 48, 64, 128, 256]);
  const mac = await drawAll(withMargin, [32, 64, 128, 256, 512, 1024]);
  const linux = await draw(withoutMargin, 1024);
  writeFileSync(join(build, 'icon.ico'), encodeIco(windows));
  writeFileSync(join(build, 'icon.icns'), encodeIcns(mac));
  writeFileSync(join(build, 'icon.png'), linux.png);
} finally {
  await browser.close();
}
