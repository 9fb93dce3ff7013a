import { takeProfile } from './bridge.ts';

// Written by the host that serves this page (`hosts/browser/speedscope-host.ts`).
takeProfile(window, (document.documentElement.dataset['appOrigins'] ?? '').split(' ').filter(Boolean));
