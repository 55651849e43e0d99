import { api, ctxOf, once } from '../../endpoint.ts';
import * as contract from '../contract/proposals.ts';
import * as service from '../proposals.ts';
import { acceptedProposal, proposal, proposalList } from '../schema/proposals.ts';

const send = once(contract.sendProposal, proposal, service.sendProposal);
const withdraw = once(contract.withdrawProposal, proposal, service.withdrawProposal);
const accept = once(contract.acceptProposal, acceptedProposal, service.acceptProposal);

export const proposalRoutes = api()
  .openapi(contract.listProposals, async (c) => {
    const wish = { ...c.req.valid('param'), ...c.req.valid('query') };
    return c.json(proposalList.parse(await service.listProposals(ctxOf(c), wish)), 200);
  })
  .openapi(contract.sendProposal, async (c) =>
    c.json(await send(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 201),
  )
  .openapi(contract.listMyProposals, async (c) =>
    c.json(proposalList.parse(await service.listMyProposals(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(contract.withdrawProposal, async (c) => c.json(await withdraw(c, c.req.valid('param')), 200))
  .openapi(contract.acceptProposal, async (c) => c.json(await accept(c, c.req.valid('param')), 200));
