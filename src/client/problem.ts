import type { Problem } from '../http/problem.ts';

/** What a call to the API ended with when it did not end well. */
export type ApiProblem = Pick<Problem, 'title' | 'detail' | 'code' | 'status'> &
  Partial<Pick<Problem, 'action' | 'fields' | 'upgradeUrl' | 'feature' | 'requestId'>>;

export class ApiError extends Error {
  readonly problem: ApiProblem | null;
  /** null: no answer came at all, so nobody knows whether the call arrived */
  constructor(problem: ApiProblem | null, options?: ErrorOptions) {
    super(problem?.code ?? 'no_answer', options);
    this.name = 'ApiError';
    this.problem = problem;
  }
}

const isProblem = (value: unknown): value is ApiProblem =>
  typeof value === 'object' && value !== null && 'code' in value && 'title' in value && 'detail' in value;

/** The problem that a text tells of, if it is one of ours. */
export function problemIn(text: string): ApiProblem | null {
  try {
    const body: unknown = JSON.parse(text);
    return isProblem(body) ? body : null;
  } catch {
    return null;
  }
}

/** The problem a response tells of, or that none of ours answered (a proxy, a captive portal, a page of the host). */
export async function problemOf(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  if (isProblem(body)) return new ApiError(body);
  return new ApiError(null, { cause: response.status });
}
