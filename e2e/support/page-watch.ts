import type { Page } from '@playwright/test';

const localSchemes = new Set(['about:', 'blob:', 'data:', 'devtools:']);

function leavesTheMachine(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return !localSchemes.has(protocol) && hostname !== '127.0.0.1' && hostname !== 'localhost';
}

/** Collects what no page of ours may do: throw, write errors (a blocked resource is one), ask another machine. */
export function watchPage(page: Page): string[] {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (leavesTheMachine(request.url())) problems.push(`request: ${request.url()}`);
  });
  return problems;
}
