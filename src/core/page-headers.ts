/** What a page for the public may load: our own stylesheet, fonts, pictures, films and sounds, and no script at all. */
export const publicContentPolicy = [
  "default-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "style-src 'self'",
  "img-src 'self' data: https:",
  "font-src 'self'",
  // nothing on the page can connect; a reader's own tools, that fetch robots.txt from it, may
  "connect-src 'self'",
  "media-src 'self'",
].join('; ');

/**
 * The headers netlify.toml gives to static files. The host adds those to files only: a page that comes out of a function
 * or an edge function brings them itself, and a test holds the two lists together.
 */
export const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin-allow-popups',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
} as const;

export const publicPageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': publicContentPolicy,
  ...securityHeaders,
} as const;
