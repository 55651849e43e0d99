import type { Context } from 'hono';
import type { Tx } from '../../../db/client.ts';
import type { Ctx } from '../../ctx.ts';
import { api, ctxOf, once, type AppEnv } from '../../endpoint.ts';
import { me } from '../../identity/schema.ts';
import * as approving from '../approving.ts';
import * as contract from '../contract/me.ts';
import * as drafting from '../drafting.ts';
import * as guarding from '../guarding.ts';
import { pageIsClosed } from '../page-news.ts';
import { detailsView } from '../schema/details.ts';
import { registrationView } from '../schema/draft.ts';
import { guardianView, type GuardianView } from '../schema/guardian.ts';

const save = once(contract.saveRegistration, registrationView, drafting.saveRegistration);
const forget = once(contract.forgetRegistration, registrationView, drafting.forgetRegistration);
const details = once(contract.updateDetails, detailsView, drafting.updateDetails);
const again = once(contract.askApprovalAgain, me, approving.askApprovalAgain);

/** What is said of a person, and once it is committed, word to the page it took down. */
const saying = <Input>(
  route: { operationId?: string | undefined },
  verb: (ctx: Ctx, tx: Tx, input: Input) => Promise<GuardianView>,
) => {
  const write = once(route, guardianView, verb);
  return async (c: Context<AppEnv>, input: Input) => {
    const said = await write(c, input);
    if (said.pageClosed) await pageIsClosed(ctxOf(c), null);
    return said;
  };
};
const sayBirthDate = saying(contract.sayBirthDate, guarding.sayBirthDate);
const changeBirthDate = saying(contract.changeBirthDate, guarding.changeBirthDate);
const nameGuardian = saying(contract.nameGuardian, guarding.nameGuardian);

export const registrationRoutes = api()
  .openapi(contract.getRegistration, async (c) =>
    c.json(registrationView.parse(await drafting.getRegistration(ctxOf(c))), 200),
  )
  .openapi(contract.saveRegistration, async (c) => c.json(await save(c, c.req.valid('json')), 200))
  .openapi(contract.forgetRegistration, async (c) => c.json(await forget(c, {}), 200))
  .openapi(contract.getDetails, async (c) => c.json(detailsView.parse(await drafting.getDetails(ctxOf(c))), 200))
  .openapi(contract.updateDetails, async (c) => c.json(await details(c, c.req.valid('json')), 200))
  .openapi(contract.askApprovalAgain, async (c) => c.json(await again(c, {}), 200))
  .openapi(contract.getGuardian, async (c) => c.json(guardianView.parse(await guarding.getGuardian(ctxOf(c))), 200))
  .openapi(contract.sayBirthDate, async (c) => c.json(await sayBirthDate(c, c.req.valid('json')), 200))
  .openapi(contract.changeBirthDate, async (c) => c.json(await changeBirthDate(c, c.req.valid('json')), 200))
  .openapi(contract.nameGuardian, async (c) => c.json(await nameGuardian(c, c.req.valid('json')), 200));
