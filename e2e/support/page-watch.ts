import type { Page } from '@playwright/test';

const localSchemes = new Set(['about:', 'blob:', 'data:', 'devtools:']);

function leavesTheMachine(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return !localSchemes.has(protocol) && hostname !== '127.0.0.1' && hostname !== 'localhost';
}

/** Collects what no page of ours may do: throw, write errors (a blocked resource is one), ask another machine. */
export function watchPage(page: Page, watching: () => boolean): string[] {
  const problems: string[] = [];
  const found = (problem: string): void => {
    if (watching()) problems.push(problem);
  };
  page.on('pageerror', (error) => found(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') found(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (leavesTheMachine(request.url())) found(`request: ${request.url()}`);
  });
  return problems;
}
