import { hc, type ClientResponse } from 'hono/client';
import { auth } from 'virtual:auth-client';
import type { Locale } from '../core/locale.ts';
import type { Api } from '../features/api.ts';
import { ApiError, problemOf } from './problem.ts';

/** The API as the contracts describe it, spoken to in the reader's language by whoever is signed in. */
export const apiClient = (locale: Locale) =>
  hc<Api>('/', {
    fetch: async (input: RequestInfo | URL, init?: RequestInit) => {
      const headers = new Headers(init?.headers);
      const token = await auth.token();
      if (token) headers.set('authorization', `Bearer ${token}`);
      headers.set('accept-language', locale);
      try {
        return await fetch(input, { ...init, headers });
      } catch (cause) {
        throw new ApiError(null, { cause });
      }
    },
  });
export type ApiClient = ReturnType<typeof apiClient>;

type Good<Answer> = Answer extends ClientResponse<infer Body, infer Status, 'json'> ? (Status extends 200 | 201 ? Body : never) : never;

/** The body of a good answer; a problem is thrown. */
export async function answer<Answer extends ClientResponse<unknown>>(call: Promise<Answer>): Promise<Good<Answer>> {
  const response = await call;
  if (!response.ok) throw await problemOf(response as unknown as Response); // hono's answer is the very `Response`
  return (await response.json()) as Good<Answer>;
}

/** The header that makes a write happen once, however often it is sent. */
export const once = (key: string) => ({ 'idempotency-key': key });
