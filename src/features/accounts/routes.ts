import type { Context } from 'hono';
import { api, ctxOf, once, writeOnce, type AppEnv } from '../endpoint.ts';
import * as contract from './contract.ts';
import * as mandates from './mandates.ts';
import * as shape from './schema.ts';
import { inviteTo, listTeam, removeFrom } from './team.ts';

const inviteColleague = once(contract.inviteColleague, shape.team, inviteTo('seat'));
const removeSeat = once(contract.removeSeat, shape.team, removeFrom('seat'));
const inviteTalent = once(contract.inviteTalent, shape.team, inviteTo('roster'));
const removeFromRoster = once(contract.removeFromRoster, shape.team, removeFrom('roster'));
const leave = once(contract.leaveMandate, shape.removed, mandates.leaveMandate);

const keyOf = (c: Context<AppEnv>) => c.req.header('idempotency-key');
const accept = (c: Context<AppEnv>, input: shape.Answer) => {
  const ctx = ctxOf(c);
  const asked = { operation: 'acceptInvitation', key: keyOf(c), input, answer: shape.mandates };
  return writeOnce(ctx, asked, (tx) => mandates.acceptInvitation(ctx, tx, input), mandates.answerDoor(ctx, input));
};
const decline = (c: Context<AppEnv>, input: shape.Answer) => {
  const ctx = ctxOf(c);
  const asked = { operation: 'declineInvitation', key: keyOf(c), input, answer: shape.declined };
  return writeOnce(ctx, asked, (tx) => mandates.declineInvitation(ctx, tx, input), mandates.answerDoor(ctx, input));
};

export const accountRoutes = api()
  .openapi(contract.listMandates, async (c) =>
    c.json(shape.mandates.parse(await mandates.listMandates(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(contract.leaveMandate, async (c) => c.json(await leave(c, c.req.valid('param')), 200))
  .openapi(contract.acceptInvitation, async (c) => c.json(await accept(c, c.req.valid('json')), 200))
  .openapi(contract.declineInvitation, async (c) => c.json(await decline(c, c.req.valid('json')), 200))
  .openapi(contract.listSeats, async (c) => c.json(shape.team.parse(await listTeam('seat')(ctxOf(c))), 200))
  .openapi(contract.inviteColleague, async (c) => c.json(await inviteColleague(c, c.req.valid('json')), 200))
  .openapi(contract.removeSeat, async (c) => c.json(await removeSeat(c, c.req.valid('param')), 200))
  .openapi(contract.listRoster, async (c) => c.json(shape.team.parse(await listTeam('roster')(ctxOf(c))), 200))
  .openapi(contract.inviteTalent, async (c) => c.json(await inviteTalent(c, c.req.valid('json')), 200))
  .openapi(contract.removeFromRoster, async (c) => c.json(await removeFromRoster(c, c.req.valid('param')), 200))
  .openapi(contract.listActingLog, async (c) =>
    c.json(shape.actingLog.parse(await mandates.listActingLog(ctxOf(c), c.req.valid('query'))), 200),
  );
