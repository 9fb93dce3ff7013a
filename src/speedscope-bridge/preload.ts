import { ipcRenderer } from 'electron';
import { SPEEDSCOPE_PROFILE_CHANNEL, type HandedProfile } from '#shared/contract/speedscope.ts';
import { chooseFile } from './file-input.ts';

/**
 * The whole preload script of speedscope's window. It gives the page nothing: it takes one profile from the main process and
 * chooses it in the page's file input. Being in a world of its own, it sees the page's elements, and the page sees nothing of it.
 */
ipcRenderer.once(SPEEDSCOPE_PROFILE_CHANNEL, (_event, { name, bytes }: HandedProfile) => {
  void chooseFile(document, new File([new Uint8Array(bytes)], name, { type: 'application/json' }));
});
