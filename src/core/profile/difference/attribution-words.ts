import type {
  AttributedChange,
  DifferenceMethod,
  DifferenceUnit,
  JudgedChange,
} from '#shared/model/profile-difference.ts';
import { Figures, perWords, shareWords } from './figure-words.ts';

/** The attribution of a change in words (method P5). */

type Place = Omit<AttributedChange, 'sentence'>;

/** `+3.1 ms per operation (95 %: +2.2 to +3.9).` */
export function changeSentence(
  { change, ci95, baseline, candidate }: JudgedChange,
  unit: DifferenceUnit,
  floor: number,
): string {
  const figures = new Figures(unit, Math.max(Math.abs(change), floor));
  const sides = new Figures(unit, Math.max(baseline, candidate));
  return `${figures.fullChange(change)}${figures.interval(ci95)}, from ${sides.plain(baseline)} to ${sides.plain(candidate)}${sides.name}.`;
}

/** One place: `82 % of +3.1 ms per operation sits under main › evaluate: +2.5 ms (95 %: +1.9 to +3.2)`. */
export function changedPlaceWords(place: Place, unit: DifferenceUnit, whole: number | null): string {
  const { change, ci95, share, shareCi95 } = place;
  const figures = new Figures(unit, Math.max(Math.abs(change), Math.abs(whole ?? 0)));
  const own = `${figures.change(change)}${figures.name}${perWords(unit)}${figures.interval(ci95)}`;
  if (share === null || whole === null) return `${placeWords(place)}: ${own}.`;
  const of =
    unit.per === 'total' ? `of what ${change > 0 ? 'grew' : 'shrank'}` : `of ${figures.fullChange(whole)}`;
  const sure =
    shareCi95 === null || shareCi95[0] === shareCi95[1]
      ? ''
      : ` (95 %: ${shareWords(shareCi95[0])} to ${shareWords(shareCi95[1])})`;
  return `${shareWords(share)} ${of}${sure} ${verbOf(place)} ${placeWords(place)}: ${own}.`;
}

/** The headline. */
export function attributionSentence(
  overall: JudgedChange,
  unit: DifferenceUnit,
  floor: number,
  changes: readonly AttributedChange[],
  method: DifferenceMethod,
): string {
  const whole = changeSentence(overall, unit, floor);
  const changed = overall.verdict === 'more' || overall.verdict === 'less';
  const [first, ...others] = changes;
  if (method.kind === 'none')
    return `Whether anything changed cannot be told: ${method.reason ?? ''} As recorded: ${whole}${first === undefined ? '' : ` If it is no chance: ${first.sentence}`}`;
  if (!changed) {
    const figures = new Figures(unit, Math.max(floor, Math.abs(overall.change)));
    const said =
      overall.verdict === 'no-change'
        ? `no change larger than ${figures.plain(floor)}${figures.name}${perWords(unit)}`
        : 'whether the whole changed cannot be told';
    const moved = changes.length === 0 ? '' : ` Functions that changed: ${changes.map(lastName).join(', ')}.`;
    return `No change point: ${said}. ${whole}${moved}`;
  }
  const label = method.indicative ? 'Indicative (sample order unknown): ' : '';
  const direction = overall.change > 0 ? 'extra' : 'saved';
  if (first === undefined) return `${label}${whole} No place carries most of it.`;
  if (others.length > 0) {
    const shares = changes.map((entry) => `${lastName(entry)} (${shareWords(entry.share ?? 0)})`);
    return `${label}${shares.slice(0, -1).join(', ')} and ${shares.at(-1)!} carry the ${direction} weight${perWords(unit)}: ${whole}`;
  }
  const figures = new Figures(unit, Math.max(Math.abs(first.change), Math.abs(overall.change)));
  const share = first.share ?? 0;
  const percent = Math.round(share * 100);
  const what = `the ${direction} weight${perWords(unit)}`;
  const part =
    percent > 100
      ? `All of ${what} and more`
      : percent === 100
        ? `All of ${what}`
        : `${percent} % of ${what}`;
  return `${label}${part} ${verbOf(first)} ${lastName(first)}: ${figures.change(first.change)} of ${figures.change(overall.change)}${figures.name}${figures.interval(first.ci95)}.`;
}

/** Shares always add up: what grew made others shrink. */
export function zeroSumSentence(
  changes: readonly AttributedChange[],
  against: readonly AttributedChange[],
): string {
  const more = changes.map(lastName).join(', ');
  const less = against.map(lastName).join(', ');
  const moved = [
    more === '' ? '' : `larger part: ${more}`,
    less === '' ? '' : `smaller part: ${less}`,
  ].filter((text) => text !== '');
  return `${moved.length === 0 ? 'No function has another part of the whole than before, as far as can be told.' : `${capital(moved.join('; '))}.`} Shares add up to 100 %: one that grows makes others shrink. Compare per operation, per second or raw weights to see what costs more.`;
}

function verbOf({ kind }: Pick<AttributedChange, 'kind'>): string {
  return kind === 'path' ? 'sits under' : 'is in';
}

function placeWords({ kind, path }: Pick<AttributedChange, 'kind' | 'path'>): string {
  const shown = path.length > 4 ? ['…', ...path.slice(-4)] : path;
  if (kind === 'function') return `${path[0]!}, wherever it is called`;
  return kind === 'self' ? `the code of ${shown.join(' › ')} itself` : shown.join(' › ');
}

function lastName({ path, kind }: Pick<AttributedChange, 'path' | 'kind'>): string {
  return kind === 'self' ? `${path.at(-1)!} itself` : path.at(-1)!;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
