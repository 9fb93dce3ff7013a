import type { ReactNode } from 'react';
import type { ProfileDifference } from '#shared/model/profile-difference.ts';
import { frameGroup } from '../../../charts/flame/frame-group.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { numberFormat } from '../../../ui/number-format.ts';
import type { FrameActions } from '../frame-menu.tsx';
import { functionName, functionPosition, placeOf } from '../function-words.ts';
import { reasonAt, verdictAt, type ChangeFormat } from './difference-words.ts';
import { DifferenceVerdictMark } from './DifferenceVerdictMark.tsx';
import { verdictOf } from './use-difference-content.ts';

interface DifferenceDetailsProps {
  readonly difference: ProfileDifference;
  /** Below 0: no box is selected. */
  readonly node: number;
  /** Row of the functions; -1: nothing is selected. */
  readonly row: number;
  /** Boxes that the selected one called, and those that called it, nearest first. */
  readonly callees: readonly number[];
  readonly callers: readonly number[];
  readonly format: ChangeFormat;
  readonly onSelect: (node: number) => void;
  readonly actions: FrameActions;
}

const MOST_SHOWN = 8;

/** Both sides of what is selected. */
export function DifferenceDetails(props: DifferenceDetailsProps): ReactNode {
  const { difference, node, row, format, actions, callees, callers } = props;
  const { functions } = difference.functions;
  if (row < 0)
    return (
      <aside className="profile__details" aria-label="Details" data-pane="details">
        <EmptyState title="Nothing is selected">
          Click a box, or walk with the arrow keys: both sides of it stand here.
        </EmptyState>
      </aside>
    );
  const place = placeOf(functions, row);
  const position = functionPosition(functions, row);
  return (
    <aside className="profile__details" aria-label="Details" data-pane="details">
      <div className="profile__details-head">
        <h2 className="mono">{functionName(functions, row)}</h2>
        <p className="text-2">
          {position !== '' && `${position}, `}
          {frameGroup(functions, row)}
        </p>
      </div>
      {node >= 0 && <StackFigures difference={difference} node={node} format={format} />}
      <FunctionFigures difference={difference} row={row} format={format} />
      <Relatives title="Callers, change" nodes={callers} {...props} />
      <Relatives title="Callees, change" nodes={callees} {...props} />
      <div className="profile__details-actions">
        {(['focus', 'hide', 'collapse'] as const).map((kind) => (
          <Button key={kind} size="small" onClick={() => actions.transform(kind, place)}>
            {kind.charAt(0).toUpperCase() + kind.slice(1)}
          </Button>
        ))}
      </div>
    </aside>
  );
}

interface FiguresProps {
  readonly difference: ProfileDifference;
  readonly format: ChangeFormat;
}

function Head({ unit, title }: { readonly unit: string; readonly title: string }): ReactNode {
  return (
    <thead>
      <tr>
        <th scope="col">
          {title}, {unit}
        </th>
        <th scope="col" className="difference__side is-baseline">
          A
        </th>
        <th scope="col" className="difference__side is-candidate">
          B
        </th>
      </tr>
    </thead>
  );
}

function StackFigures({ difference, node, format }: FiguresProps & { readonly node: number }): ReactNode {
  const { self, total, low, high } = difference.nodes;
  const verdict = verdictOf(difference, node);
  const change = total.candidate[node]! - total.baseline[node]!;
  const interval = format.interval(low[node]!, high[node]!);
  return (
    <table className="profile__figures difference__figures">
      <Head unit={format.unit} title="This stack" />
      <tbody>
        <tr>
          <th scope="row">Self</th>
          <td>{format.text(self.baseline[node]!)}</td>
          <td>{format.text(self.candidate[node]!)}</td>
        </tr>
        <tr>
          <th scope="row">Total</th>
          <td>{format.text(total.baseline[node]!)}</td>
          <td>{format.text(total.candidate[node]!)}</td>
        </tr>
        <tr className="is-strong">
          <th scope="row">Change</th>
          <td colSpan={2} className={`difference__figure is-${verdict}`}>
            {format.change(change)}
            {interval !== '' && ` (${interval})`}
          </td>
        </tr>
        <tr>
          <th scope="row">Verdict</th>
          <td colSpan={2}>
            {verdict === 'untested' ? (
              <span className="text-2" title="Nothing above it changed: it was not asked for by itself">
                not tested
              </span>
            ) : (
              <DifferenceVerdictMark verdict={verdict} reason={null} />
            )}
          </td>
        </tr>
      </tbody>
    </table>
  );
}

function FunctionFigures({ difference, row, format }: FiguresProps & { readonly row: number }): ReactNode {
  const { self, total, baselineSamples, candidateSamples } = difference.functions;
  return (
    <table className="profile__figures difference__figures">
      <Head unit={format.unit} title="Wherever it is called" />
      <tbody>
        {(
          [
            ['Self', self],
            ['Total', total],
          ] as const
        ).map(([name, judged]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{format.text(judged.baseline[row]!)}</td>
            <td>{format.text(judged.candidate[row]!)}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">Samples</th>
          <td>{numberFormat.count(baselineSamples[row]!)}</td>
          <td>{numberFormat.count(candidateSamples[row]!)}</td>
        </tr>
        {(
          [
            ['Self', self],
            ['Total', total],
          ] as const
        ).map(([name, judged]) => (
          <tr key={`${name} change`}>
            <th scope="row">{name}, change</th>
            <td className={`difference__figure is-${verdictAt(judged, row)}`}>
              {format.change(judged.candidate[row]! - judged.baseline[row]!)}
            </td>
            <td>
              <DifferenceVerdictMark verdict={verdictAt(judged, row)} reason={reasonAt(judged, row)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Relatives({
  title,
  nodes,
  difference,
  format,
  onSelect,
}: Pick<DifferenceDetailsProps, 'difference' | 'format' | 'onSelect'> & {
  readonly title: string;
  readonly nodes: readonly number[];
}): ReactNode {
  if (nodes.length === 0) return null;
  const { total, function: of } = difference.nodes;
  return (
    <div className="profile__relatives">
      <h3>
        {title} in {format.unit}
      </h3>
      <ul>
        {nodes.slice(0, MOST_SHOWN).map((node) => (
          <li key={node}>
            <button type="button" onClick={() => onSelect(node)}>
              <span className="mono ellipsis">{functionName(difference.functions.functions, of[node]!)}</span>
              <span className={`figure difference__figure is-${verdictOf(difference, node)}`}>
                {format.change(total.candidate[node]! - total.baseline[node]!)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
