/**
 * Sent with every answer. The page's own policy in index.html is the same, but for ports, which it cannot know; this one also
 * covers what has no page.
 * @param frames origins that the page may embed: speedscope's
 */
export function securityHeaders(
  port: number,
  frames: readonly string[] = [],
): Readonly<Record<string, string>> {
  const own = `ws://127.0.0.1:${port} ws://localhost:${port}`;
  return {
    'content-security-policy': [
      `default-src 'none'`,
      `script-src 'self'`,
      `style-src 'self'`,
      `font-src 'self'`,
      `img-src 'self' data: blob:`,
      `connect-src 'self' ${own}`,
      `frame-src ${frames.length === 0 ? `'none'` : frames.join(' ')}`,
      `base-uri 'none'`,
      `form-action 'none'`,
      `frame-ancestors 'none'`,
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=()',
  };
}
