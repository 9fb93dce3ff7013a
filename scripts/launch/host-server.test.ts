import { expect, test } from 'vitest';
import { addressIn, hostArguments } from './host-server.mjs';

test.each([
  ['{"ready":true,"url":"http://127.0.0.1:1/?token=a"}', 'http://127.0.0.1:1/?token=a'],
  ['{"ready":false,"url":"http://127.0.0.1:1/"}', undefined],
  ['{"ready":true}', undefined],
  ['null', undefined],
  ['listening', undefined],
])('addressIn(%j)', (line, url) => {
  expect(addressIn(line)).toBe(url);
});

test('hostArguments puts the options first', () => {
  const launch = { files: ['/a', '/b'], workspace: '/w', port: 0, noWindow: true, help: false };
  expect(hostArguments(launch)).toEqual(['--port', '0', '--workspace', '/w', '/a', '/b']);
  expect(hostArguments({ ...launch, workspace: undefined, port: undefined })).toEqual(['/a', '/b']);
});
