import { createContext } from 'react';

/** A chart on screen. */
export interface PictureSource {
  /** Of the panel that it is on. */
  readonly title: string;
  /** As it is at this moment. */
  readonly take: () => TakenPicture;
}

/** A chart as it was when somebody asked for it. */
export interface TakenPicture {
  /** A document without anything from outside; null: the chart cannot be written as one. */
  readonly svg: string | null;
  /** The same in dots. */
  readonly canvas: HTMLCanvasElement | null;
}

/** Takes a picture of a chart for the report; null where there is nowhere to put it. The app provides it. */
export const PictureTakerContext = createContext<((source: PictureSource) => void) | null>(null);
