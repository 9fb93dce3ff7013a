import { saveBlob } from '../save-blob.ts';

/** The picture as a PNG. @throws {Error} when the browser cannot make one, or nothing is drawn yet */
async function pngOf(canvas: HTMLCanvasElement | null): Promise<Blob> {
  const png = await new Promise<Blob | null>((resolve) => {
    if (canvas === null) resolve(null);
    else canvas.toBlob(resolve, 'image/png');
  });
  if (png === null) throw new Error('The chart could not be turned into a picture');
  return png;
}

/** The clipboard takes the promise, because it must be asked while the click still counts as the person's wish. */
export async function copyPicture(canvas: HTMLCanvasElement | null): Promise<void> {
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': pngOf(canvas) })]);
}

export async function savePicture(canvas: HTMLCanvasElement | null, fileName: string): Promise<void> {
  saveBlob(await pngOf(canvas), fileName);
}

/** Rejects when nothing is drawn yet, or the chart cannot be written as SVG. */
export function saveSvg(document: string | null, fileName: string): Promise<void> {
  if (document === null) return Promise.reject(new Error('The chart could not be turned into a picture'));
  saveBlob(new Blob([document], { type: 'image/svg+xml' }), fileName);
  return Promise.resolve();
}
