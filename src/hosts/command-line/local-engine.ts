import { createEngine, type Engine, type EngineOptions } from '#core/engine.ts';
import { removeFolder } from '#core/io/workspace-files.ts';
import { createChannelPair } from '#shared/rpc/channel.ts';
import { createEngineClient, type EngineClient } from '#shared/rpc/client.ts';
import { serveEngine } from '#shared/rpc/server.ts';

export interface LocalEngine {
  readonly engine: Engine;
  readonly client: EngineClient;
  close(): Promise<void>;
}

/** The engine in this process, asked through the same contract as every other host asks it. */
export async function openLocalEngine(options: EngineOptions): Promise<LocalEngine> {
  const engine = await createEngine(options);
  const [mine, theirs] = createChannelPair();
  serveEngine(engine, theirs);
  const client = createEngineClient(mine);
  return {
    engine,
    client,
    async close() {
      client.close();
      await engine.close();
      await removeFolder(options.tempDirectory);
    },
  };
}
