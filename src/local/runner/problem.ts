/** What the platform itself refuses, before any function runs. In production these are Netlify's own plain pages. */
export function platformProblem(
  status: number,
  code: string,
  title: string,
  detail: string,
  requestId: string,
  headers: Record<string, string> = {},
): Response {
  const body = JSON.stringify({ type: `/problems/${code}`, title, status, detail, code, requestId });
  return new Response(body, {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  });
}
