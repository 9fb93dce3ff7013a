import { startShell } from './shell.ts';

startShell(new URL('./', import.meta.url));
