import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { idempotencyHeader, jsonAnswer, jsonBody, refusals } from '../../endpoint.ts';
import { demo, exampleIds } from '../../examples.ts';
import {
  contactGate,
  contactId,
  contactView,
  mayContactQuery,
  startContactBody,
  startedContact,
} from '../schema/contacts.ts';

const tags = ['contacts'];
const security = [{ session: [] }];
const signedIn = {
  401: ['unauthenticated'],
  403: ['account_suspended', 'onboarding_required'],
  404: ['not_found'],
} as const;

export const startContact = createRoute({
  method: 'post',
  path: '/api/contacts',
  operationId: 'startContact',
  summary: 'A member asks a talent for contact, with one opening message; or finds the conversation that is there',
  description:
    'A pair has one conversation, however many tabs ask for it. A professional or a company with a live membership may ask; 20 new requests a day. What is declined may be asked again after 30 days. Where there is a conversation already, the message is added to it if it may be (`whyNotSent` says why not). Declined, closed, switched off and blocked look the same to whoever asks.',
  tags,
  security,
  'x-example-as': demo.professional,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      startContactBody.meta({
        example: {
          talentId: exampleIds.talentToContact,
          body: 'We are planning a season of concerts and would love to hear you on three evenings.',
        },
      }),
    ),
  },
  responses: {
    201: jsonAnswer('the request, with its opening message', startedContact),
    200: jsonAnswer('the conversation that was there, asked anew or found', startedContact),
    ...refusals({
      ...signedIn,
      403: [
        'account_suspended',
        'onboarding_required',
        'role_not_allowed',
        'blocked',
        'not_accepting',
        'contact_declined',
        'conversation_closed',
        'upgrade_required',
      ],
      422: ['invalid', 'idempotency_mismatch'],
      429: ['slow_down'],
    }),
  },
});

export const mayContact = createRoute({
  method: 'get',
  path: '/api/contacts/may',
  operationId: 'mayContact',
  summary: 'What stands behind the Contact button for whoever asks: the way in, or why not and what else there is',
  description: 'For visitors too. The refusal is the one `startContact` would give, in the reader’s language.',
  tags,
  request: { query: mayContactQuery },
  responses: {
    200: jsonAnswer('the gate', contactGate),
    ...refusals({ 404: ['not_found'], 422: ['invalid'] }),
  },
});

export const getContact = createRoute({
  method: 'get',
  path: '/api/contacts/{contactId}',
  operationId: 'getContact',
  summary: 'One of my contacts: where it stands and what I may do',
  tags,
  security,
  request: { params: contactId },
  responses: { 200: jsonAnswer('the contact', contactView), ...refusals(signedIn) },
});

const move = <Verb extends string>(
  verb: Verb,
  summary: string,
  as: string,
  id: string,
  codes: readonly ('blocked' | 'not_accepting')[] = [],
) =>
  createRoute({
    method: 'post',
    path: `/api/contacts/{contactId}/${verb}`,
    operationId: `${verb}Contact`,
    summary,
    tags,
    security,
    'x-example-as': as,
    request: {
      params: z.object({ contactId: z.uuid().meta({ example: id }) }),
      headers: idempotencyHeader,
      body: jsonBody(z.object({}).strict().meta({ example: {} })),
    },
    responses: {
      200: jsonAnswer('the contact as it is now', contactView),
      ...refusals({
        ...signedIn,
        403: ['account_suspended', 'onboarding_required', ...codes],
        409: ['wrong_state', 'lost_race'],
        422: ['invalid', 'idempotency_mismatch'],
      }),
    },
  });

export const acceptContact = move(
  'accept',
  'The talent takes up the conversation: a request that waits, or one that was declined or closed',
  demo.talent,
  exampleIds.contactToAccept,
  ['blocked', 'not_accepting'],
);
export const declineContact = move(
  'decline',
  'The talent says no; the customer may ask again after 30 days',
  demo.talent,
  exampleIds.contactToDecline,
);
export const closeContact = move(
  'close',
  'Either side ends the conversation; it can still be read, and a word of the talent’s opens it again',
  demo.professional,
  exampleIds.contactToClose,
);
export const withdrawContact = move(
  'withdraw',
  'The customer takes the request back, and its opening message with it',
  demo.professional,
  exampleIds.contactToWithdraw,
);
