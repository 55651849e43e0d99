import { problemOf } from '../../../http/problem.ts';
import { api, ctxOf, once } from '../../endpoint.ts';
import * as contract from '../contract/contacts.ts';
import { mayContact } from '../contacts-gate.ts';
import { getContact, moveContact, requireDirect, startContact } from '../contacts.ts';
import { contactGate, contactView, startedContact } from '../schema/contacts.ts';

const start = once(contract.startContact, startedContact, startContact);
const accept = once(contract.acceptContact, contactView, moveContact('accept'));
const decline = once(contract.declineContact, contactView, moveContact('decline'));
const close = once(contract.closeContact, contactView, moveContact('close'));
const withdraw = once(contract.withdrawContact, contactView, moveContact('withdraw'));

export const contactRoutes = api()
  .openapi(contract.startContact, async (c) => {
    requireDirect(ctxOf(c));
    const answer = await start(c, c.req.valid('json'));
    return answer.outcome === 'new' ? c.json(answer, 201) : c.json(answer, 200);
  })
  .openapi(contract.mayContact, async (c) => {
    const ctx = ctxOf(c);
    const { refusal, ...gate } = await mayContact(ctx, c.req.valid('query'));
    const said = refusal && problemOf(refusal, ctx.locale, ctx.requestId);
    return c.json(
      contactGate.parse({
        ...gate,
        refusal: said && {
          code: said.code,
          title: said.title,
          detail: said.detail,
          action: said.action ?? '',
          upgradeUrl: said.upgradeUrl ?? null,
          feature: said.feature ?? null,
        },
      }),
      200,
    );
  })
  .openapi(contract.getContact, async (c) =>
    c.json(contactView.parse(await getContact(ctxOf(c), c.req.valid('param'))), 200),
  )
  .openapi(contract.acceptContact, async (c) => c.json(await accept(c, c.req.valid('param')), 200))
  .openapi(contract.declineContact, async (c) => c.json(await decline(c, c.req.valid('param')), 200))
  .openapi(contract.closeContact, async (c) => c.json(await close(c, c.req.valid('param')), 200))
  .openapi(contract.withdrawContact, async (c) => c.json(await withdraw(c, c.req.valid('param')), 200));
