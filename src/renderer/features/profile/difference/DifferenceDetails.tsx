import type { ReactNode } from 'react';
import type { ProfileDifference } from '#shared/model/profile-difference.ts';
import { pathTo } from '../../../charts/flame/flame-geometry.ts';
import { frameGroup } from '../../../charts/flame/frame-group.ts';
import { Button } from '../../../ui/Button.tsx';
import { numberFormat } from '../../../ui/number-format.ts';
import type { FrameActions } from '../frame-menu.tsx';
import { functionName, functionPosition, placeOf } from '../function-words.ts';
import { NothingSelected } from '../NothingSelected.tsx';
import { calleesBySize, type DifferenceBox } from './difference-boxes.ts';
import { reasonAt, verdictAt, type ChangeFormat } from './difference-words.ts';
import { DifferenceVerdictMark } from './DifferenceVerdictMark.tsx';
import { verdictOf } from './use-difference-content.ts';

interface DifferenceDetailsProps {
  readonly difference: ProfileDifference;
  /** Null: no box is selected. */
  readonly box: DifferenceBox | null;
  /** Row of the functions; -1: nothing is selected. */
  readonly row: number;
  readonly format: ChangeFormat;
  readonly onSelect: (node: number) => void;
  readonly actions: FrameActions;
}

const MOST_SHOWN = 8;

/** Both sides of what is selected. */
export function DifferenceDetails(props: DifferenceDetailsProps): ReactNode {
  const { difference, box, row, format, actions, onSelect } = props;
  const { functions } = difference.functions;
  if (row < 0)
    return (
      <aside className="profile__details" aria-label="Details" data-pane="details">
        <NothingSelected>Click a box or a function: both sides of it stand here.</NothingSelected>
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
      <Figures difference={difference} box={box} row={row} format={format} />
      {box !== null && (
        <>
          <Relatives
            title={box.of === difference ? 'Callers, change' : 'Towards the function, change'}
            nodes={pathTo(box.geometry, box.node).slice(0, -1).reverse()}
            difference={box.of}
            format={format}
            onSelect={onSelect}
          />
          <Relatives
            title={box.of === difference ? 'Callees, change' : 'Away from it, change'}
            nodes={calleesBySize(box)}
            difference={box.of}
            format={format}
            onSelect={onSelect}
          />
        </>
      )}
      <div className="profile__details-actions">
        <Button size="small" onClick={() => actions.transform('focus', place)}>
          Focus
        </Button>
        {actions.sandwich !== null && (
          <Button size="small" onClick={() => actions.sandwich?.(functions, row)}>
            Sandwich
          </Button>
        )}
        <Button size="small" onClick={() => actions.transform('hide', place)}>
          Hide
        </Button>
        <Button size="small" onClick={() => actions.transform('collapse', place)}>
          Collapse
        </Button>
      </div>
    </aside>
  );
}

interface FiguresProps {
  readonly difference: ProfileDifference;
  readonly box: DifferenceBox | null;
  readonly row: number;
  readonly format: ChangeFormat;
}

function Figures({ difference, box, row, format }: FiguresProps): ReactNode {
  return (
    <table className="profile__figures difference__figures">
      <thead>
        <tr>
          <th scope="col">{format.unit}</th>
          <th scope="col" className="difference__side is-baseline">
            A
          </th>
          <th scope="col" className="difference__side is-candidate">
            B
          </th>
        </tr>
      </thead>
      {box !== null && <StackFigures {...box} format={format} />}
      <FunctionFigures difference={difference} row={row} format={format} />
    </table>
  );
}

function Group({ title }: { readonly title: string }): ReactNode {
  return (
    <tr className="profile__figures-group">
      <th scope="rowgroup" colSpan={3}>
        {title}
      </th>
    </tr>
  );
}

function StackFigures({
  of: difference,
  node,
  format,
}: DifferenceBox & Pick<FiguresProps, 'format'>): ReactNode {
  const { self, total, low, high } = difference.nodes;
  const verdict = verdictOf(difference, node);
  const change = total.candidate[node]! - total.baseline[node]!;
  const interval = format.interval(low[node]!, high[node]!);
  return (
    <tbody>
      <Group title="This stack" />
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
  );
}

function FunctionFigures({ difference, row, format }: Omit<FiguresProps, 'box'>): ReactNode {
  const { self, total, baselineSamples, candidateSamples } = difference.functions;
  const measures = [
    ['Self', self],
    ['Total', total],
  ] as const;
  return (
    <tbody>
      <Group title="Wherever it is called" />
      {measures.map(([name, judged]) => (
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
      {measures.map(([name, judged]) => (
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
