import { saveBlob } from '../save-blob.ts';

/** The picture as a PNG in the pixels of the screen that it was drawn for. */
function pngOf(canvas: HTMLCanvasElement): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

export async function copyPicture(canvas: HTMLCanvasElement | null): Promise<void> {
  const png = canvas === null ? null : await pngOf(canvas);
  if (png !== null) await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
}

export async function savePicture(canvas: HTMLCanvasElement | null, fileName: string): Promise<void> {
  const png = canvas === null ? null : await pngOf(canvas);
  if (png !== null) saveBlob(png, fileName);
}
