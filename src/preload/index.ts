import { contextBridge, ipcRenderer } from 'electron';
import { desktopPushes, ENGINE_PORT_MESSAGE } from '#shared/contract/channels.ts';
import { createDesktopFunctions } from './desktop-functions.ts';

contextBridge.exposeInMainWorld('loadstone', createDesktopFunctions());

// A port cannot cross the bridge; a message to the own window reaches the page, and no other origin.
ipcRenderer.on(desktopPushes.enginePort, (event) => {
  window.postMessage(ENGINE_PORT_MESSAGE, window.location.origin, [...event.ports]);
});
