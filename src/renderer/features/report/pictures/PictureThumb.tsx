import { useMemo, type ReactNode } from 'react';
import { useEngineQuery } from '../../../data/use-query.ts';

interface PictureThumbProps {
  readonly reportId: number;
  readonly pictureId: number;
  readonly name: string;
}

/** An attached picture, small. */
export function PictureThumb({ reportId, pictureId, name }: PictureThumbProps): ReactNode {
  const { data, error } = useEngineQuery('reports.picture', { id: reportId, pictureId });
  // As text in the address: an address of bytes would have to be taken back.
  const url = useMemo(
    () => (data === null ? null : `data:${data.mediaType};base64,${base64Of(data.bytes)}`),
    [data],
  );
  if (error !== null) return <span className="pictures__thumb bad">{error.message}</span>;
  return (
    <span className="pictures__thumb">{url !== null && <img src={url} alt={`Picture: ${name}`} />}</span>
  );
}

/** Bytes that one call can take as arguments. */
const CHUNK = 0x8000;

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK)
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}
