import type { Context } from 'hono';

/**
 * For answers that are asked for again and again: names the answer by its content, and says whether the caller has it already.
 * A browser keeps such an answer, asks each time whether it still holds, and hands it out again after a 304 by itself.
 */
export async function isUnchanged(c: Context, content: unknown): Promise<boolean> {
  const bytes = new TextEncoder().encode(JSON.stringify(content));
  const digest = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('base64url');
  const tag = `"${digest.slice(0, 22)}"`;
  c.header('etag', tag);
  c.header('cache-control', 'private, no-cache');
  // who asks and in which language is part of the question
  c.header('vary', 'authorization, cookie, accept-language');
  const known = c.req.header('if-none-match') ?? '';
  return known.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
}
