import { requirePeer } from './peer-package.ts';

/** What the programs that Loadstone is compared with say of a snapshot. */
export interface HeapPeerAnswer {
  readonly nodes: number;
  readonly rootRetainedBytes: number;
}

/** What is used of @memlab/core. */
interface Memlab {
  readonly config: { muteConsole: boolean };
  readonly utils: {
    getSnapshotFromFile(file: string, options: { readonly buildNodeIdIndex: boolean }): Promise<Snapshot>;
  };
  readonly TraceFinder: new () => { calculateAllNodesRetainedSizes(snapshot: Snapshot): void };
}

interface Snapshot {
  readonly nodes: { readonly length: number; get(ordinal: number): { readonly retainedSize: number } };
}

/** MemLab, from the file to retained sizes; its search for paths is left out. @param input `folder`: where it is installed */
export async function run(input: {
  readonly folder: string;
  readonly file: string;
}): Promise<HeapPeerAnswer> {
  const { config, utils, TraceFinder } = requirePeer(input.folder, '@memlab/core') as Memlab;
  config.muteConsole = true;
  const snapshot = await utils.getSnapshotFromFile(input.file, { buildNodeIdIndex: false });
  new TraceFinder().calculateAllNodesRetainedSizes(snapshot);
  return { nodes: snapshot.nodes.length, rootRetainedBytes: snapshot.nodes.get(0).retainedSize };
}
