import type { Context } from 'hono';
import * as z from 'zod';

type Status = 400 | 403 | 404 | 409 | 415 | 422 | 502;

/** Refusals of the stack itself, in the form the app's own have. They are read by developers, so they speak English. */
export function problem(c: Context, status: Status, code: string, detail: string, more: Record<string, unknown> = {}) {
  return c.json({ type: 'about:blank', title: titles[status], status, detail, code, ...more }, status, {
    'content-type': 'application/problem+json',
  });
}

const titles: Record<Status, string> = {
  400: 'Bad request',
  403: 'Forbidden',
  404: 'Not found',
  409: 'Conflict',
  415: 'Unsupported media type',
  422: 'Not acceptable as it is',
  502: 'The app did not answer',
};

export const isForm = (c: Context): boolean =>
  /^(application\/x-www-form-urlencoded|multipart\/form-data)/i.test(c.req.header('content-type') ?? '');

/** The body by its schema: JSON from programs, a form from the stack's own pages. Answers the refusal when it does not fit. */
export async function readBody<Shape extends z.ZodType>(
  c: Context,
  shape: Shape,
): Promise<{ body: z.output<Shape> } | { refusal: Response }> {
  let raw: unknown;
  try {
    const text = isForm(c) ? null : await c.req.text();
    raw = text === null ? await c.req.parseBody() : text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    return { refusal: problem(c, 400, 'invalid_json', 'The body is not JSON.') };
  }
  const read = shape.safeParse(raw);
  if (read.success) return { body: read.data };
  const detail = read.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; ');
  return { refusal: problem(c, 422, 'invalid', detail) };
}

/** A path of this site: forms come back to where they were, never to somebody else's page. */
export const localPath = z.string().regex(/^\/(?![/\\])[^\r\n]*$/);
