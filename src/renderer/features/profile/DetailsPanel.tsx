import { textAt } from '#shared/contract/columns.ts';
import type { ReactNode } from 'react';
import type { ProfileFunctions } from '#shared/model/profile.ts';
import { Button } from '../../ui/Button.tsx';
import { numberFormat } from '../../ui/number-format.ts';
import { frameGroup } from '../../charts/flame/frame-group.ts';
import { functionName, functionPosition, placeOf } from './function-words.ts';
import type { FrameActions } from './frame-menu.tsx';
import { shareOf, type WeightFormat } from './weight-format.ts';

/** Figures of what is selected; null: not known here. */
export interface DetailFigure {
  readonly name: string;
  readonly weight: number;
}

export interface DetailRelative {
  readonly node: number;
  readonly name: string;
  readonly weight: number;
}

interface DetailsPanelProps {
  readonly functions: ProfileFunctions;
  readonly row: number;
  readonly format: WeightFormat;
  /** What shares are of. */
  readonly total: number;
  /** Of this stack. */
  readonly here: readonly DetailFigure[];
  /** Of the function wherever it is called. */
  readonly everywhere: readonly DetailFigure[];
  readonly samples: number | null;
  /** Nearest first. */
  readonly callers: readonly DetailRelative[];
  /** Heaviest first. */
  readonly callees: readonly DetailRelative[];
  readonly onSelect: (node: number) => void;
  readonly actions: FrameActions;
}

/** What is selected: its figures, where it is, who calls it, what it calls. */
export function DetailsPanel(props: DetailsPanelProps): ReactNode {
  const { functions, row, format, actions } = props;
  const position = functionPosition(functions, row);
  const place = placeOf(functions, row);
  const { sandwich } = actions;
  return (
    <aside className="profile__details" aria-label="Details" data-pane="details">
      <div className="profile__details-head">
        <h2 className="mono">{functionName(functions, row)}</h2>
        <p className="text-2">
          {position !== '' && <span title={position}>{position}, </span>}
          <span title={textAt(functions.module, row) ?? undefined}>{frameGroup(functions, row)}</span>
        </p>
      </div>
      <Figures {...props} />
      <Relatives title="Callers" list={props.callers} format={format} onSelect={props.onSelect} />
      <Relatives title="Callees" list={props.callees} format={format} onSelect={props.onSelect} />
      <div className="profile__details-actions">
        <Button size="small" onClick={() => actions.transform('focus', place)}>
          Focus
        </Button>
        {sandwich !== null && (
          <Button size="small" onClick={() => sandwich(functions, row)}>
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

function Figures({ here, everywhere, samples, format, total }: DetailsPanelProps): ReactNode {
  const lines = (title: string, figures: readonly DetailFigure[]): ReactNode =>
    figures.length === 0
      ? null
      : [
          <tr key={title} className="profile__figures-group">
            <th scope="colgroup" colSpan={3}>
              {title}
            </th>
          </tr>,
          ...figures.map(({ name, weight }) => (
            <tr key={`${title} ${name}`}>
              <th scope="row">{name}</th>
              <td>{format.text(weight)}</td>
              <td>{numberFormat.percentNumber(shareOf(weight, total))}</td>
            </tr>
          )),
        ];
  return (
    <table className="profile__figures">
      <thead>
        <tr>
          <td />
          <th scope="col">{format.unit}</th>
          <th scope="col">%</th>
        </tr>
      </thead>
      <tbody>
        {lines('This stack', here)}
        {lines('Wherever it is called', everywhere)}
        {samples !== null && (
          <tr>
            <th scope="row">Samples, total</th>
            <td>{numberFormat.count(samples)}</td>
            <td />
          </tr>
        )}
      </tbody>
    </table>
  );
}

const MOST_SHOWN = 8;

function Relatives({
  title,
  list,
  format,
  onSelect,
}: {
  readonly title: string;
  readonly list: readonly DetailRelative[];
  readonly format: WeightFormat;
  readonly onSelect: (node: number) => void;
}): ReactNode {
  if (list.length === 0) return null;
  const more = list.length - MOST_SHOWN;
  return (
    <div className="profile__relatives">
      <h3>
        {title}, total {format.unit}
      </h3>
      <ul>
        {list.slice(0, MOST_SHOWN).map(({ node, name, weight }) => (
          <li key={node}>
            <button type="button" title={name} onClick={() => onSelect(node)}>
              <span className="mono ellipsis">{name}</span>
              <span className="figure">{format.text(weight)}</span>
            </button>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="text-3 small">and {numberFormat.count(more)} more</p>}
    </div>
  );
}
