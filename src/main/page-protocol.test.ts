import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { PageFiles } from './page-files.ts';
import { declarePageSchemes, servePage } from './page-protocol.ts';
import { protocol, resetElectron } from './testing/electron-mock.ts';

vi.mock('electron', () => import('./testing/electron-mock.ts'));
beforeEach(resetElectron);

test('each scheme has an origin of its own and no way around the content security policy', () => {
  declarePageSchemes();
  const privileges = { standard: true, secure: true, supportFetchAPI: true };
  expect(protocol.privileged).toEqual([
    { scheme: 'loadstone', privileges },
    { scheme: 'speedscope', privileges },
  ]);
});

test('requests of the scheme are answered from the listed files', async () => {
  servePage(await PageFiles.of(join(tmpdir(), 'loadstone-nothing-here'), 'loadstone://app/'));
  const response = await protocol.handlers.get('loadstone')?.(new Request('loadstone://app/index.html'));
  expect(response?.status).toBe(404);
});
