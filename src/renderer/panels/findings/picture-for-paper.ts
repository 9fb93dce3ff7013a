import { AppError } from '#shared/contract/errors.ts';
import type { FindingDraft, PictureSource, TakenPicture } from '../../charts/chart-panel/picture-taker.tsx';

export interface NamedPicture extends TakenPicture {
  readonly title: string;
  /** Null: what is selected in the window. */
  readonly query: string | null;
  /** Null: the picture goes to the report by itself. */
  readonly finding: FindingDraft | null;
}

/** How long a chart may take to be drawn in other colours. */
const MAX_TURNS = 12;

/**
 * A picture of a chart in the colours of paper. In the dark theme the window turns light for the moment that this takes:
 * charts read their colours from the document.
 */
export async function takenForPaper(source: PictureSource): Promise<NamedPicture> {
  const { title, take } = source;
  const named = { title, query: source.query ?? null, finding: source.finding ?? null };
  const { dataset } = document.documentElement;
  const { theme } = dataset;
  if (theme !== 'dark') return { ...named, ...take() };
  const before = take();
  dataset['theme'] = 'light';
  try {
    if (before.svg === null) {
      // A canvas is painted with the next frame, after React has heard of the colours.
      await nextFrame();
      await nextFrame();
    } else for (let turn = 0; turn < MAX_TURNS && take().svg === before.svg; turn++) await nextTask();
    return { ...named, ...take() };
  } finally {
    dataset['theme'] = theme;
  }
}

function nextTask(): Promise<void> {
  return new Promise((done) => setTimeout(done, 0));
}

function nextFrame(): Promise<void> {
  return new Promise((done) => requestAnimationFrame(() => done()));
}

/** A picture as a file: lines where it can be drawn by lines, which stay sharp on paper, else the dots on screen. */
export async function pictureBlob({ svg, canvas, title }: NamedPicture): Promise<Blob> {
  if (svg !== null) return new Blob([svg], { type: 'image/svg+xml' });
  const png = await new Promise<Blob | null>((resolve) => {
    if (canvas === null) resolve(null);
    else canvas.toBlob(resolve, 'image/png');
  });
  if (png === null) {
    throw new AppError('bad-request', `There is no picture of ${title} yet.`, {
      hint: 'Wait until the chart is drawn, and add it again.',
    });
  }
  return png;
}
