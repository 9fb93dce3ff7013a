import { z } from 'zod';
import { AppError } from '#shared/contract/errors.ts';
import type { EngineClient } from '#shared/rpc/client.ts';
import type { ChosenFile, FileGateway } from './file-gateway.ts';
import { chooseWithInput } from './file-input.ts';

const registeredSchema = z.array(z.object({ fileId: z.string() }));
const saveTargetSchema = z.object({ fileId: z.string() });
const refusalSchema = z.object({ message: z.string(), hint: z.string().optional() });

/**
 * Files in the browser host. The page keeps the File objects and announces name and size; the engine says when it
 * wants the bytes, which then stream straight from disk to the host, never through the page's memory.
 */
export function createBrowserFiles(
  client: EngineClient,
  askName: (suggested: string) => Promise<string | null>,
): FileGateway {
  const files = new Map<string, File>();
  const uploads = new Map<string, AbortController>();

  client.on('files.wanted', ({ fileId }) => {
    const file = files.get(fileId);
    if (file === undefined) return;
    uploads.get(fileId)?.abort();
    const abort = new AbortController();
    uploads.set(fileId, abort);
    upload(fileId, file, abort.signal)
      // A failed upload shows as the import's own error: the host sees the stream break off and says which file.
      .catch(() => undefined)
      .finally(() => {
        if (uploads.get(fileId) === abort) uploads.delete(fileId);
      });
  });

  // A cancelled import leaves its stream half read: without this the browser would hold it open for ever.
  client.on('import.changed', ({ files: states }) => {
    for (const { fileId, phase } of states) {
      if (phase === 'cancelled' || phase === 'failed') uploads.get(fileId)?.abort();
    }
  });

  async function register(chosen: readonly File[]): Promise<readonly ChosenFile[]> {
    if (chosen.length === 0) return [];
    const announced = chosen.map(({ name, size }) => ({ name, size }));
    const ids = registeredSchema.parse(await post('/files', announced));
    return chosen.map((file, index) => {
      const fileId = ids[index]?.fileId;
      if (fileId === undefined) throw new AppError('internal', 'The host did not take all files.');
      files.set(fileId, file);
      return { fileId, name: file.name, size: file.size };
    });
  }

  return {
    register,
    pickFiles: async () => register(await chooseWithInput({ multiple: true })),
    pickWorkspace: async () => {
      const [file] = await register(await chooseWithInput({ multiple: false, accept: '.loadstone' }));
      return file ?? null;
    },
    pickSaveTarget: async (suggestedName) => {
      const name = await askName(suggestedName);
      return name === null ? null : saveTargetSchema.parse(await post('/save-targets', { name }));
    },
  };
}

async function upload(fileId: string, file: File, signal: AbortSignal): Promise<void> {
  await fetch(`/files/${encodeURIComponent(fileId)}`, { method: 'PUT', body: file, signal });
}

async function post(path: string, body: unknown): Promise<unknown> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch((cause: unknown) => {
    throw new AppError('engine-gone', 'The engine of Loadstone does not answer.', { cause });
  });
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer;
  const refusal = refusalSchema.safeParse(answer);
  throw new AppError(
    'bad-request',
    refusal.success ? refusal.data.message : `The host refused the files (${response.status}).`,
    { hint: refusal.success ? refusal.data.hint : undefined },
  );
}
