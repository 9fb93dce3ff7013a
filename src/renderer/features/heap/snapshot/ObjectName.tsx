import './object-name.css';
import { Route } from 'lucide-react';
import type { ReactNode } from 'react';
import type { HeapObject, HeapReference } from '#shared/model/heap.ts';
import { numberFormat } from '../../../ui/number-format.ts';
import type { HeapRow } from './heap-row.ts';

/** Class, own name or value, and id of an object; before it the reference that leads to it. */
export function ObjectName({
  object,
  via = null,
  arrow = 'out',
}: {
  readonly object: HeapObject;
  readonly via?: HeapReference | null;
  /** Which end of the reference the object is: its target, or what holds the other one. */
  readonly arrow?: 'out' | 'in';
}): ReactNode {
  const { className, id, isText, detached } = object;
  const [shown, own] = namesOf(object);
  const edge = via === null ? null : <EdgeName via={via} />;
  return (
    <span className="object-name" title={titleOf(object, via)}>
      {edge !== null && (
        <>
          {edge} <span className="text-3">{arrow === 'in' ? 'in' : '›'}</span>{' '}
        </>
      )}
      <span className="object-name__class">{shown}</span>
      {isText ? (
        <span className="object-name__text"> “{object.name}”</span>
      ) : (
        own !== null && <span className="object-name__own"> {own}</span>
      )}
      {detached && !className.startsWith('Detached ') && <span className="object-name__mark">detached</span>}
      <span className="object-name__id"> @{id}</span>
    </span>
  );
}

/** The name of an element says its class once more, and that of a scope its id: each is said once. */
function namesOf({ className, name }: HeapObject): readonly [shown: string, own: string | null] {
  if (name === className || name === '') return [className, null];
  if (/^ @\d+$/u.test(name.slice(className.length)) && name.startsWith(className)) return [className, null];
  return name.startsWith(className.replace(/>$/u, '')) ? [name, null] : [className, name];
}

function EdgeName({ via }: { readonly via: HeapReference }): ReactNode {
  return (
    <>
      <span className={via.essential ? 'object-name__edge' : 'object-name__edge is-weak'}>{via.name}</span>
      {!via.essential && <span className="object-name__mark">{via.kind}</span>}
    </>
  );
}

function titleOf({ className, name, id, kind }: HeapObject, via: HeapReference | null): string {
  const own = name === className ? '' : `\n${name}`;
  const edge =
    via === null ? '' : `\nby ${via.name} (${via.kind}${via.essential ? '' : ', does not keep it alive'})`;
  return `${className} @${id}, ${kind}${own}${edge}`;
}

/** First cell of a tree of classes and objects. */
export function HeapRowName({
  row,
  arrow,
}: {
  readonly row: HeapRow;
  readonly arrow?: 'out' | 'in';
}): ReactNode {
  if (row.kind === 'object')
    return (
      <>
        <ObjectName object={row.object} via={row.via} arrow={arrow ?? 'out'} />
        {row.heldBySeveral && (
          <span className="object-name__mark" title="Several objects hold it: none of them alone">
            held by several
          </span>
        )}
        {row.via?.onShortestPath === true && arrow === 'in' && (
          <span
            className="object-name__path"
            role="img"
            aria-label="on the shortest way from the root"
            title="On the shortest way from the root"
          >
            <Route />
          </span>
        )}
      </>
    );
  return (
    <span className="object-name" title={row.name}>
      <span className="object-name__class">{row.name}</span>
      <span className="object-name__id figure"> ×{numberFormat.count(row.count)}</span>
    </span>
  );
}
