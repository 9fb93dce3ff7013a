import { z } from 'zod';
import {
  OPEN_PROFILE,
  type BridgeReply,
  type OpenProfileMessage,
  type SpeedscopeTheme,
} from '#shared/contract/speedscope.ts';

const replySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('taken') }),
  z.object({ type: z.literal('shown') }),
  z.object({ type: z.literal('refused'), reason: z.string() }),
]) satisfies z.ZodType<BridgeReply>;

/** How long the page may take to start; reading the profile is not part of it. */
const START_LIMIT_MS = 30_000;

interface HandOver {
  /** Of the frame, once it has loaded. */
  readonly page: Window;
  /** The message reaches a page of this origin only. */
  readonly origin: string;
  readonly file: File;
  readonly theme: SpeedscopeTheme;
  readonly signal: AbortSignal;
}

/**
 * Hands a profile to the bridge page (`src/speedscope-bridge`) in the frame. Its replies come over a port of their own, which
 * only a page of that origin can have got.
 * @param told each reply, also when the page does not answer at all
 */
export function handOverProfile(
  { page, origin, file, theme, signal }: HandOver,
  told: (reply: BridgeReply) => void,
): void {
  if (signal.aborted) return;
  const { port1, port2 } = new MessageChannel();
  const timer = setTimeout(() => {
    port1.close();
    told({ type: 'refused', reason: 'The page of speedscope does not answer.' });
  }, START_LIMIT_MS);
  signal.addEventListener(
    'abort',
    () => {
      clearTimeout(timer);
      port1.close();
    },
    { once: true },
  );
  port1.onmessage = ({ data }: MessageEvent<unknown>) => {
    const reply = replySchema.safeParse(data);
    if (!reply.success || signal.aborted) return;
    clearTimeout(timer);
    told(reply.data);
  };
  const message: OpenProfileMessage<File> = { type: OPEN_PROFILE, file, theme };
  page.postMessage(message, origin, [port2]);
}
