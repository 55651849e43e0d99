import type { Context } from 'hono';
import { api, ctxOf, type AppEnv } from '../endpoint.ts';
import * as contract from './contract.ts';
import { getTalentAsMember } from './members.ts';
import { memberTalent, publicTalent, serviceList, serviceView, talentList } from './schema.ts';
import * as service from './service.ts';

/**
 * Nobody is asked who they are here, so a shared cache may keep the answer: purged by tag when a profile changes, and
 * otherwise for as long as it may be wrong without harm. The query is named, or any made-up parameter would be a copy of its own.
 */
function shared(
  c: Context<AppEnv>,
  { seconds, tag, query = [] }: { seconds: number; tag: string; query?: string[] },
): void {
  c.header('cache-control', 'public, max-age=0, must-revalidate');
  c.header('netlify-cdn-cache-control', `public, s-maxage=${seconds}, stale-while-revalidate=${seconds}`);
  c.header('netlify-cache-tag', tag);
  if (query.length > 0) c.header('netlify-vary', `query=${query.join('|')}`);
}

export const talentRoutes = api()
  .openapi(contract.listTalents, async (c) => {
    const answer = talentList.parse(await service.listTalents(ctxOf(c), c.req.valid('query')));
    shared(c, { seconds: 30, tag: 'talents', query: ['category', 'city', 'cursor', 'limit'] });
    return c.json(answer, 200);
  })
  .openapi(contract.getTalent, async (c) => {
    const { slug } = c.req.valid('param');
    const found = await service.findTalent(ctxOf(c), { slug });
    shared(c, { seconds: 10, tag: `talents,talent-${slug}` });
    if ('movedTo' in found) return c.redirect(`/api/talents/${found.movedTo}`, 301);
    return c.json(publicTalent.parse(found.talent), 200);
  });

export const memberTalentRoutes = api().openapi(contract.getTalentAsMember, async (c) => {
  const answer = memberTalent.parse(
    await getTalentAsMember(ctxOf(c), { ...c.req.valid('param'), ...c.req.valid('query') }),
  );
  c.header('cache-control', 'private, no-store');
  return c.json(answer, 200);
});

export const serviceRoutes = api()
  .openapi(contract.listServices, async (c) => {
    const answer = serviceList.parse(await service.listServices(ctxOf(c), c.req.valid('query')));
    shared(c, { seconds: 30, tag: 'talents', query: ['talent', 'category', 'city', 'cursor', 'limit'] });
    return c.json(answer, 200);
  })
  .openapi(contract.getService, async (c) => {
    const answer = serviceView.parse(
      await service.getService(ctxOf(c), { ...c.req.valid('param'), ...c.req.valid('query') }),
    );
    // free times change with every booking
    c.header('cache-control', 'no-store');
    return c.json(answer, 200);
  });
