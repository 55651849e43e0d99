import { api, ctxOf } from '../../endpoint.ts';
import * as contract from './contract.ts';
import { memberSearchAnswer, searchAnswer, searchParameters } from './schema.ts';
import * as service from './service.ts';

export const talentSearchRoutes = api()
  .openapi(contract.searchTalents, async (c) => {
    const answer = searchAnswer.parse(await service.searchTalents(ctxOf(c), c.req.valid('query')));
    // an answer for everyone: the parameters are named, or any made-up one would be a copy of its own
    c.header('cache-control', 'public, max-age=0, must-revalidate');
    c.header('netlify-cdn-cache-control', 'public, s-maxage=30, stale-while-revalidate=30');
    c.header('netlify-cache-tag', 'talents');
    c.header('netlify-vary', `query=${searchParameters.join('|')}`);
    return c.json(answer, 200);
  })
  .openapi(contract.searchAsMember, async (c) => {
    const answer = memberSearchAnswer.parse(await service.searchAsMember(ctxOf(c), c.req.valid('query')));
    c.header('cache-control', 'private, no-store');
    return c.json(answer, 200);
  });
