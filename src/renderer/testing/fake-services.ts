import type { Connection } from '../api/connect.ts';
import type { ChosenFile, FileGateway } from '../api/file-gateway.ts';
import { createServices, type Services } from '../app/services.tsx';
import { createSessionStore } from '../app/session-store.ts';
import { createFakeEngine, type FakeEngine, type FakeHandlers } from './fake-engine.ts';

export interface FakeServices {
  readonly services: Services;
  readonly engine: FakeEngine;
}

/** The window's services over a made-up engine and file dialogs; settings stay in memory. */
export function createFakeServices(
  handlers: FakeHandlers = {},
  files: Partial<FileGateway> = {},
): FakeServices {
  const engine = createFakeEngine(handlers);
  const connection: Connection = { client: engine.client, files: { ...noFiles, ...files }, desktop: null };
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  return { services: createServices(connection, createSessionStore(), storage), engine };
}

const noFiles: FileGateway = {
  register: (files) =>
    Promise.resolve(
      files.map((file, index): ChosenFile => ({ fileId: `f${index}`, name: file.name, size: file.size })),
    ),
  pickFiles: () => Promise.resolve([]),
  pickWorkspace: () => Promise.resolve(null),
  pickSaveTarget: () => Promise.resolve(null),
};
