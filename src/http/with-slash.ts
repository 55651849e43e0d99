type Answer<Rest extends unknown[]> = (request: Request, ...rest: Rest) => Promise<Response>;

/** For addresses that end with a slash: whoever leaves it out means the same, and a write loses its body on no redirect. */
export const withSlash =
  <Rest extends unknown[]>(answer: Answer<Rest>): Answer<Rest> =>
  (request, ...rest) => {
    const url = new URL(request.url);
    if (url.pathname.endsWith('/')) return answer(request, ...rest);
    url.pathname += '/';
    return answer(new Request(url, request), ...rest);
  };
