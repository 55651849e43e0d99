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

/** The body by its schema: JSON from programs, a form from the stack's own pages. Answers the refusal when it does not fit. */
export async function readBody<Shape extends z.ZodType>(
  c: Context,
  shape: Shape,
): Promise<{ body: z.output<Shape>; form: boolean } | { refusal: Response }> {
  const text = (await c.req.text()).trim();
  // curl calls everything a form unless told otherwise: what looks like JSON is read as JSON.
  const form = isForm(c) && !text.startsWith('{');
  let raw: unknown;
  try {
    raw = form ? Object.fromEntries(new URLSearchParams(text)) : text === '' ? {} : JSON.parse(text);
  } catch {
    return { refusal: problem(c, 400, 'invalid_json', 'The body is not JSON.') };
  }
  const read = shape.safeParse(raw);
  if (read.success) return { body: read.data, form };
  const detail = read.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; ');
  return { refusal: problem(c, 422, 'invalid', detail) };
}

/** A button of a page, which wants to be led back; programs want an answer. */
export const isForm = (c: Context): boolean =>
  (c.req.header('content-type') ?? '').toLowerCase().startsWith('application/x-www-form-urlencoded');

/** A path of this site: forms come back to where they were, never to somebody else's page. */
export const localPath = z.string().regex(/^\/(?![/\\])[^\r\n]*$/);
