import * as z from 'zod';
import { AppError } from '../../core/errors.ts';
import { agentMayCall } from '../../features/agents/rules/keys.ts';
import { sendBookingMessage } from '../../features/bookings/talk.ts';
import type { Ctx } from '../../features/ctx.ts';
import { issueForm } from '../../features/inquiries/form.ts';
import { businessMessageRoutes, customerMessageRoutes } from '../../features/inquiries/routes/messages.ts';
import { writeInInquiry } from '../../features/inquiries/talk.ts';
import { writeInRequest } from '../../features/requests/talk.ts';
import { contactRoutes } from '../../features/messaging/routes/contacts.ts';
import { threadRoutes } from '../../features/messaging/routes/threads.ts';
import { requestThreadRoutes } from '../../features/requests/routes/thread.ts';
import { statuses } from '../../http/problem.ts';
import { handler, type Opened } from '../../http/serve.ts';
import { stageOn } from '../stage.ts';
import type { TestDatabase } from '../database.ts';
import type { AgreementCell, Call } from './cell.ts';
import { requestId } from './cells-request.ts';
import { ago, opening, people, q, type Person } from './people.ts';

/** What calls leave behind, gone; everybody's page as it was. */
const afresh = `
  delete from messages; delete from proposals where request_id = ${q(requestId)}; delete from request_unlocks where request_id = ${q(requestId)}; delete from inquiry_replies; delete from thread_members; delete from threads; delete from contact_asks; delete from contacts;
  delete from inquiries; delete from bookings; delete from requests where id = ${q(requestId)}; delete from blocks; delete from outbox; delete from idempotency_keys;
  update talent_profiles set published_at = ${q(ago(50))}, inquiries_from = 'everyone', contacts_open = true
    where published_at is null or inquiries_from <> 'everyone' or not contacts_open;`;

const problem = z.object({ code: z.string() });

/**
 * The house's own routes behind its own manners, on a real database through its own doors: each cell is arranged for good, asked as
 * that person would ask, and cleared away. What stands before it (sessions, keys) is told by `open`.
 */
export function openHouse(database: TestDatabase) {
  const stage = stageOn(database, opening);
  const logged: string[] = [];
  let caller: Person = people.individual;
  const open = (request: Request): Promise<Opened<Ctx>> => {
    const ctx = stage.as(caller.id);
    const { agent } = caller;
    if (agent !== undefined && !agentMayCall(request.method, new URL(request.url).pathname))
      return Promise.resolve({ refused: new AppError('agent_not_allowed'), requestId: 'test', locale: 'en' });
    const talks: Ctx['ports']['talks'] = {
      booking: (on, tx, bookingId, words) => sendBookingMessage(on, tx, { bookingId, ...words }),
      inquiry: (on, tx, inquiry, words) => writeInInquiry(on, tx, { inquiryId: inquiry, ...words }),
      request: (on, tx, requestId, words) => writeInRequest(on, tx, { requestId, ...words }),
    };
    return Promise.resolve({
      ctx: {
        ...ctx,
        actor: ctx.actor && { ...ctx.actor, agent },
        ports: { ...ctx.ports, talks },
        log: (event, facts) => void logged.push(`${event} ${JSON.stringify(facts)}`),
      },
    });
  };
  const to: Record<Call['to'], (request: Request) => Promise<Response>> = {
    asking: handler(customerMessageRoutes, open),
    business: handler(businessMessageRoutes, open),
    contacts: handler(contactRoutes, open),
    threads: handler(threadRoutes, open),
    requests: handler(requestThreadRoutes, open),
  };
  const formGivenOut = () => {
    stage.now = new Date(opening.getTime() - 60_000);
    const { formToken } = issueForm(stage.as(null));
    stage.now = opening;
    return formToken;
  };
  return {
    /** What the endpoint says of a cell, if it is not what the page says, code and status. */
    async disagrees(cell: AgreementCell): Promise<string | null> {
      if (!cell.call) return null;
      const { method, path, body } = cell.call;
      await database.query(`${afresh} ${cell.arrange}`);
      caller = cell.actor;
      stage.policy = cell.policy;
      logged.length = 0;
      const sent = body && { ...body, ...('formToken' in body ? { formToken: formGivenOut() } : {}) };
      const response = await to[cell.call.to](
        new Request(`https://mawahib.test${path}`, {
          method,
          ...(sent && { body: JSON.stringify(sent), headers: { 'content-type': 'application/json' } }),
        }),
      );
      const said = response.ok ? 'yes' : problem.parse(await response.json()).code;
      const right = said === cell.page && (response.ok || response.status === statuses[said as keyof typeof statuses]);
      return right
        ? null
        : `${cell.name}: the page says ${cell.page}, ${method} ${path} ${response.status} ${said} ${logged.join(' ').slice(0, 500)}`;
    },
  };
}
export type House = ReturnType<typeof openHouse>;
