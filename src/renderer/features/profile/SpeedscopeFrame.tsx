import { useEffect, useRef, type ReactNode } from 'react';
import type { BridgeReply, SpeedscopeTheme } from '#shared/contract/speedscope.ts';
import type { ExportedFile } from '#shared/model/profile.ts';
import { classes } from '../../ui/class-names.ts';
import { handOverProfile } from './speedscope-hand-over.ts';

interface SpeedscopeFrameProps {
  readonly origin: string;
  /** Handed over once, when the page has loaded. */
  readonly file: ExportedFile;
  readonly theme: SpeedscopeTheme;
  readonly visible: boolean;
  readonly onReply: (reply: BridgeReply) => void;
}

/** The bridge page, of another origin, which becomes speedscope. It is taken down with the component, whatever speedscope is at. */
export function SpeedscopeFrame({ origin, file, theme, visible, onReply }: SpeedscopeFrameProps): ReactNode {
  const frame = useRef<HTMLIFrameElement>(null);
  const handOver = useRef<AbortController | null>(null);

  useEffect(() => () => handOver.current?.abort(), []);

  function start(): void {
    const page = frame.current?.contentWindow;
    if (page == null) return;
    handOver.current?.abort();
    handOver.current = new AbortController();
    const { signal } = handOver.current;
    handOverProfile({ page, origin, file: fileOf(file), theme, signal }, (reply) => {
      // So that speedscope's keys work without a click.
      if (reply.type === 'shown') frame.current?.focus();
      onReply(reply);
    });
  }

  return (
    <iframe
      ref={frame}
      className={classes('speedscope__frame', visible && 'is-visible')}
      title="speedscope"
      src={`${origin}/speedscope/`}
      // Scripts and storage of its own origin, and saving what it exports; no pop-ups, no forms, no way to move this window.
      sandbox="allow-scripts allow-same-origin allow-downloads"
      allow=""
      referrerPolicy="no-referrer"
      onLoad={start}
    />
  );
}

/** With a copy of the bytes: they may lie in shared memory, which files cannot be made of. */
function fileOf({ name, mediaType, bytes }: ExportedFile): File {
  return new File([new Uint8Array(bytes)], name, { type: mediaType });
}
