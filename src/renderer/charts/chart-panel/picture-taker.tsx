import { createContext } from 'react';

/** What a picture shows, in words: a finding that a person goes on writing. */
export interface FindingDraft {
  readonly title: string;
  readonly statement: string;
  readonly severity: 'high' | 'medium' | 'low' | 'good' | 'info';
  /** What is not known, a sentence each. */
  readonly unknowns: readonly string[];
}

/** A chart on screen. */
export interface PictureSource {
  /** Of the panel that it is on. */
  readonly title: string;
  /** What was asked for, in words that mean something on paper; absent: what is selected in the window. */
  readonly query?: string;
  /** The picture becomes the evidence of a finding; absent: it goes to the report by itself. */
  readonly finding?: FindingDraft;
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
