import { SvgPath } from './svg-path.ts';
import { svgAttributes, svgNumber, svgText } from './svg-text.ts';

/** A bitmap that a chart paints, and how it gets into the document. */
export type ImageSource = HTMLCanvasElement;

interface Style {
  fillStyle: string;
  strokeStyle: string;
  lineWidth: number;
  lineJoin: string;
  globalAlpha: number;
  font: string;
  textAlign: string;
  textBaseline: string;
  imageSmoothingEnabled: boolean;
  dash: readonly number[];
  /** Id of the clip path; null: nothing is cut off. */
  clip: string | null;
}

const initial: Style = {
  fillStyle: '#000000',
  strokeStyle: '#000000',
  lineWidth: 1,
  lineJoin: 'miter',
  globalAlpha: 1,
  font: '10px sans-serif',
  textAlign: 'left',
  textBaseline: 'alphabetic',
  imageSmoothingEnabled: true,
  dash: [],
  clip: null,
};

const anchors: Readonly<Record<string, string>> = { center: 'middle', right: 'end', end: 'end' };
const FONT = /^(?:(\d+) )?([\d.]+)px (.+)$/u;

/** Measures a text in a font, in px. */
export type MeasureText = (text: string, font: string) => number;

/**
 * The part of a canvas context that charts draw with, written down as SVG: the picture in a report is the one on screen,
 * because both come from the same calls. There are no transforms: charts draw in px of their own box.
 */
export class SvgContext {
  private style: Style = { ...initial };
  private readonly saved: Style[] = [];
  private path = new SvgPath();
  private readonly marks: string[] = [];
  private readonly clips: string[] = [];
  private readonly measure: MeasureText;

  constructor(measure: MeasureText) {
    this.measure = measure;
  }

  set fillStyle(value: string) {
    this.style.fillStyle = value;
  }
  get fillStyle(): string {
    return this.style.fillStyle;
  }
  set strokeStyle(value: string) {
    this.style.strokeStyle = value;
  }
  get strokeStyle(): string {
    return this.style.strokeStyle;
  }
  set lineWidth(value: number) {
    this.style.lineWidth = value;
  }
  get lineWidth(): number {
    return this.style.lineWidth;
  }
  set lineJoin(value: string) {
    this.style.lineJoin = value;
  }
  set globalAlpha(value: number) {
    this.style.globalAlpha = value;
  }
  get globalAlpha(): number {
    return this.style.globalAlpha;
  }
  set font(value: string) {
    this.style.font = value;
  }
  get font(): string {
    return this.style.font;
  }
  set textAlign(value: string) {
    this.style.textAlign = value;
  }
  set textBaseline(value: string) {
    this.style.textBaseline = value;
  }
  set imageSmoothingEnabled(value: boolean) {
    this.style.imageSmoothingEnabled = value;
  }

  save(): void {
    this.saved.push({ ...this.style });
  }
  restore(): void {
    this.style = this.saved.pop() ?? this.style;
  }
  setLineDash(dash: readonly number[]): void {
    this.style.dash = [...dash];
  }

  beginPath(): void {
    this.path = new SvgPath();
  }
  moveTo(x: number, y: number): void {
    this.path.moveTo(x, y);
  }
  lineTo(x: number, y: number): void {
    this.path.lineTo(x, y);
  }
  closePath(): void {
    this.path.closePath();
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.path.rect(x, y, width, height);
  }
  roundRect(x: number, y: number, width: number, height: number, radius: number): void {
    this.path.roundRect(x, y, width, height, radius);
  }
  arc(x: number, y: number, radius: number, start: number, end: number): void {
    this.path.arc(x, y, radius, start, end);
  }

  clip(): void {
    const id = `clip-${this.clips.length + 1}`;
    // A clip within a clip shows what lies in both.
    const outer = this.style.clip === null ? null : `url(#${this.style.clip})`;
    const shape = `<path${svgAttributes({ d: this.path.toString(), 'clip-path': outer })}/>`;
    this.clips.push(`<clipPath id="${id}">${shape}</clipPath>`);
    this.style.clip = id;
  }

  fill(): void {
    this.add('path', { d: this.path.toString(), fill: this.style.fillStyle });
  }
  stroke(): void {
    const d = this.path.toString();
    if (d !== '') this.add('path', { d, ...this.strokeAttributes() });
  }
  fillRect(x: number, y: number, width: number, height: number): void {
    this.add('rect', { ...box(x, y, width, height), fill: this.style.fillStyle });
  }
  strokeRect(x: number, y: number, width: number, height: number): void {
    this.add('rect', { ...box(x, y, width, height), ...this.strokeAttributes() });
  }

  fillText(text: string, x: number, y: number): void {
    const [, weight, size, family] = FONT.exec(this.style.font) ?? [];
    const attributes = {
      x: svgNumber(x),
      y: svgNumber(y),
      fill: this.style.fillStyle,
      'font-family': family ?? null,
      'font-size': size ?? null,
      'font-weight': weight === undefined || weight === '400' ? null : weight,
      'text-anchor': anchors[this.style.textAlign] ?? null,
      'dominant-baseline': this.style.textBaseline === 'middle' ? 'central' : null,
      ...this.commonAttributes(),
    };
    this.marks.push(`<text${svgAttributes(attributes)}>${svgText(text)}</text>`);
  }
  measureText(text: string): { readonly width: number } {
    return { width: this.measure(text, this.style.font) };
  }

  drawImage(image: ImageSource, x: number, y: number, width: number, height: number): void {
    this.add('image', {
      ...box(x, y, width, height),
      preserveAspectRatio: 'none',
      style: this.style.imageSmoothingEnabled ? null : 'image-rendering: pixelated',
      href: image.toDataURL('image/png'),
    });
  }

  /** The document. @param width,height of the chart in px */
  document(width: number, height: number): string {
    const size = `width="${svgNumber(width)}" height="${svgNumber(height)}" viewBox="0 0 ${svgNumber(width)} ${svgNumber(height)}"`;
    const defs = this.clips.length === 0 ? '' : `<defs>${this.clips.join('')}</defs>\n`;
    return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>\n${defs}${this.marks.join('\n')}\n</svg>\n`;
  }

  private add(name: string, attributes: Readonly<Record<string, string | null>>): void {
    this.marks.push(`<${name}${svgAttributes({ ...attributes, ...this.commonAttributes() })}/>`);
  }

  private strokeAttributes(): Readonly<Record<string, string | null>> {
    const { strokeStyle, lineWidth, lineJoin, dash } = this.style;
    return {
      fill: 'none',
      stroke: strokeStyle,
      'stroke-width': svgNumber(lineWidth),
      'stroke-linejoin': lineJoin === 'miter' ? null : lineJoin,
      'stroke-dasharray': dash.length === 0 ? null : dash.map(svgNumber).join(' '),
    };
  }

  private commonAttributes(): Readonly<Record<string, string | null>> {
    const { globalAlpha, clip } = this.style;
    return {
      opacity: globalAlpha === 1 ? null : svgNumber(globalAlpha),
      'clip-path': clip === null ? null : `url(#${clip})`,
    };
  }
}

function box(x: number, y: number, width: number, height: number): Readonly<Record<string, string>> {
  // A canvas takes a negative size as well; SVG does not.
  return {
    x: svgNumber(Math.min(x, x + width)),
    y: svgNumber(Math.min(y, y + height)),
    width: svgNumber(Math.abs(width)),
    height: svgNumber(Math.abs(height)),
  };
}
