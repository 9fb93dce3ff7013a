/** What the benches use of the flame graph. */
import type { GeneratedTree } from '../data/profile-tree.ts';

/** Opaque: only handed on. */
declare const opaque: unique symbol;
interface Opaque<Name extends string> {
  readonly [opaque]: Name;
}
type Element = Opaque<'element'>;
type Geometry = Opaque<'geometry'>;
type Content = Opaque<'content'>;
type Groups = Opaque<'groups'>;
type Palette = Opaque<'palette'>;

export interface FunctionMatches {
  readonly count: number;
}

export interface WeightFormat {
  readonly withUnit: (weight: number) => string;
  readonly brief: (weight: number) => string;
}

interface FlameChartProps {
  readonly label: string;
  readonly geometry: Geometry;
  readonly content: Content;
  readonly orientation: 'icicle';
  readonly selected: number;
  readonly onSelect: (node: number) => void;
  readonly tooltipOf: (node: number) => {
    readonly title: string;
    readonly note: null;
    readonly rows: readonly { readonly name: string; readonly value: string }[];
  };
  readonly announce: (node: number) => string;
}

/** @public */
export declare function createElement<P extends object>(component: (props: P) => Element, props: P): Element;
/** @public */
export declare function createRoot(element: HTMLElement): { render(content: Element): void };
/** @public */
export declare function FlameChart(props: FlameChartProps): Element;
/** @public */
export declare function treeGeometry(
  nodes: GeneratedTree['nodes'],
  total: number,
  hasRoot: boolean,
): Geometry;
/** @public */
export declare function rankGroups(functions: GeneratedTree['functions'], self: Float64Array): Groups;
/** @public */
export declare function matchFunctions(
  functions: GeneratedTree['functions'],
  test: (text: string) => boolean,
): FunctionMatches;
/** @public */
export declare function matchedWeight(nodes: GeneratedTree['nodes'], matches: FunctionMatches): number;
/** @public */
export declare function useFramePalette(): Palette;
/** @public */
export declare function functionName(functions: GeneratedTree['functions'], row: number): string;
/** @public */
export declare function useFlameContent(options: {
  readonly functions: GeneratedTree['functions'];
  readonly geometry: Geometry;
  readonly groups: Groups;
  readonly palette: Palette;
  readonly matches: FunctionMatches | null;
  readonly colour: 'module' | 'search';
  readonly rootName: string;
  readonly figureOf: (node: number) => string;
  readonly litColour: number | null;
}): Content;
/** @public */
export declare function weightFormat(unit: 'ns', total: number): WeightFormat;
export type { Content, Element, Geometry, Groups };
