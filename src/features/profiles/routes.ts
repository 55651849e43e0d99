import type { Tx } from '../../db/client.ts';
import type { Ctx } from '../ctx.ts';
import { api, ctxOf, writeOnce } from '../endpoint.ts';
import { me } from '../identity/schema.ts';
import * as contract from './contract.ts';
import { completeOnboarding } from './onboarding.ts';
import { ownProfile, type OwnProfile } from './schema.ts';
import * as service from './service.ts';

type Verb<Input> = (ctx: Ctx, tx: Tx, input: Input) => Promise<OwnProfile>;

/** A change of the profile in one transaction, and once it is committed, word to the public page. */
async function change<Input>(
  ctx: Ctx,
  news: service.PageNews,
  operation: string,
  key: string | undefined,
  input: Input,
  verb: Verb<Input>,
) {
  const profile = await writeOnce(ctx, { operation, key, input, answer: ownProfile }, (tx) => verb(ctx, tx, input));
  await service.announce(ctx, news, profile);
  return profile;
}

export const profileRoutes = api()
  .openapi(contract.completeOnboarding, async (c) => {
    const ctx = ctxOf(c);
    const input = c.req.valid('json');
    const once = { operation: 'completeOnboarding', key: c.req.valid('header')['idempotency-key'], input, answer: me };
    return c.json(await writeOnce(ctx, once, (tx) => completeOnboarding(ctx, tx, input)), 200);
  })
  .openapi(contract.getMyProfile, async (c) => c.json(ownProfile.parse(await service.getMyProfile(ctxOf(c))), 200))
  .openapi(contract.updateProfile, async (c) =>
    c.json(
      await change(
        ctxOf(c),
        'changed',
        'updateProfile',
        c.req.valid('header')['idempotency-key'],
        c.req.valid('json'),
        service.updateProfile,
      ),
      200,
    ),
  )
  .openapi(contract.publishProfile, async (c) =>
    c.json(
      await change(
        ctxOf(c),
        'published',
        'publishProfile',
        c.req.valid('header')['idempotency-key'],
        {},
        service.publishProfile,
      ),
      200,
    ),
  )
  .openapi(contract.unpublishProfile, async (c) =>
    c.json(
      await change(
        ctxOf(c),
        'unpublished',
        'unpublishProfile',
        c.req.valid('header')['idempotency-key'],
        {},
        service.unpublishProfile,
      ),
      200,
    ),
  )
  .openapi(contract.createService, async (c) =>
    c.json(
      await change(
        ctxOf(c),
        'changed',
        'createService',
        c.req.valid('header')['idempotency-key'],
        c.req.valid('json'),
        service.createService,
      ),
      201,
    ),
  )
  .openapi(contract.updateService, async (c) => {
    const input = { ...c.req.valid('param'), ...c.req.valid('json') };
    return c.json(
      await change(
        ctxOf(c),
        'changed',
        'updateService',
        c.req.valid('header')['idempotency-key'],
        input,
        service.updateService,
      ),
      200,
    );
  })
  .openapi(contract.setAvailability, async (c) =>
    c.json(
      await change(
        ctxOf(c),
        'changed',
        'setAvailability',
        c.req.valid('header')['idempotency-key'],
        c.req.valid('json'),
        service.setAvailability,
      ),
      200,
    ),
  );
