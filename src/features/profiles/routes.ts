import type { Context } from 'hono';
import type { Tx } from '../../db/client.ts';
import type { Ctx } from '../ctx.ts';
import { api, ctxOf, once, type AppEnv } from '../endpoint.ts';
import { me } from '../identity/schema.ts';
import * as contract from './contract.ts';
import * as onboarding from './onboarding.ts';
import { ownProfile, type OwnProfile } from './schema.ts';
import { ownTime } from './schema/availability.ts';
import * as service from './service.ts';

/** A change of the profile in one transaction, and once it is committed, word to the public page. */
const change = <Input>(
  route: { operationId?: string | undefined },
  verb: (ctx: Ctx, tx: Tx, input: Input) => Promise<OwnProfile>,
) => {
  const write = once(route, ownProfile, verb);
  return async (c: Context<AppEnv>, input: Input): Promise<OwnProfile> => {
    const profile = await write(c, input);
    await service.announce(ctxOf(c));
    return profile;
  };
};

const completeOnboarding = once(contract.completeOnboarding, me, onboarding.completeOnboarding);
const updateProfile = change(contract.updateProfile, service.updateProfile);
const publishProfile = change(contract.publishProfile, service.publishProfile);
const unpublishProfile = change(contract.unpublishProfile, service.unpublishProfile);
const setCasting = change(contract.setCasting, service.setCasting);
const createService = change(contract.createService, service.createService);
const updateService = change(contract.updateService, service.updateService);
const moveService = change(contract.moveService, service.moveService);
const setAvailability = change(contract.setAvailability, service.setAvailability);

export const profileRoutes = api()
  .openapi(contract.completeOnboarding, async (c) => c.json(await completeOnboarding(c, c.req.valid('json')), 200))
  .openapi(contract.getMyProfile, async (c) => c.json(ownProfile.parse(await service.getMyProfile(ctxOf(c))), 200))
  .openapi(contract.updateProfile, async (c) => c.json(await updateProfile(c, c.req.valid('json')), 200))
  .openapi(contract.publishProfile, async (c) => c.json(await publishProfile(c, {}), 200))
  .openapi(contract.unpublishProfile, async (c) => c.json(await unpublishProfile(c, {}), 200))
  .openapi(contract.setCasting, async (c) => c.json(await setCasting(c, c.req.valid('json')), 200))
  .openapi(contract.createService, async (c) => c.json(await createService(c, c.req.valid('json')), 201))
  .openapi(contract.updateService, async (c) =>
    c.json(await updateService(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  )
  .openapi(contract.moveService, async (c) =>
    c.json(await moveService(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  )
  .openapi(contract.getAvailability, async (c) => c.json(ownTime.parse(await service.getAvailability(ctxOf(c))), 200))
  .openapi(contract.setAvailability, async (c) => c.json(await setAvailability(c, c.req.valid('json')), 200));
