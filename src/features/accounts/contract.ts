import { createRoute } from '@hono/zod-openapi';
import { idempotencyHeader, jsonAnswer, jsonBody, refusals } from '../endpoint.ts';
import { demo, exampleIds } from '../examples.ts';
import * as shape from './schema.ts';

const tags = ['accounts'];
const security = [{ session: [] }];
const signedIn = { 401: ['unauthenticated'], 403: ['account_suspended', 'own_login_only', 'no_mandate'] } as const;
const owner = {
  401: ['unauthenticated'],
  403: ['account_suspended', 'onboarding_required', 'role_not_allowed', 'own_login_only', 'no_mandate'],
} as const;
const inviting = {
  401: ['unauthenticated'],
  403: [
    'account_suspended',
    'onboarding_required',
    'role_not_allowed',
    'own_login_only',
    'no_mandate',
    'upgrade_required',
    'own_invitation',
  ],
  409: ['already_member', 'no_room'],
  422: ['invalid', 'idempotency_mismatch'],
  429: ['slow_down'],
} as const;
const answering = {
  401: ['unauthenticated'],
  403: ['account_suspended', 'role_not_allowed', 'own_invitation', 'own_login_only', 'no_mandate'],
  409: ['already_member', 'invitation_over', 'no_room', 'lost_race'],
  422: ['invalid', 'idempotency_mismatch'],
} as const;
const removing = { ...owner, 404: ['not_found'], 422: ['idempotency_mismatch'] } as const;
const acting =
  'Send the `accountId` in the header `Acting-For` with any other call to make it as that account: judged anew at every call by the mandate, the plan that pays for it and the standing of everybody concerned, and kept in a log. Plans, places, bank details and agent keys stay with the account’s own login.';

export const listMandates = createRoute({
  method: 'get',
  path: '/api/accounts/mandates',
  operationId: 'listMandates',
  summary: 'For whom I may act, who acts for me, and what I am invited to',
  description: acting,
  tags,
  security,
  request: { query: shape.lookQuery },
  responses: {
    200: jsonAnswer('mandates and invitations', shape.mandates),
    ...refusals({ ...signedIn, 422: ['invalid'] }),
  },
});

export const leaveMandate = createRoute({
  method: 'delete',
  path: '/api/accounts/mandates/{mandateId}',
  operationId: 'leaveMandate',
  summary: 'Gives up a seat, or takes leave of an agency',
  tags,
  security,
  request: { params: shape.mandatePath, headers: idempotencyHeader },
  responses: {
    200: jsonAnswer('it is over, from now on', shape.removed),
    ...refusals({ ...signedIn, 404: ['not_found'], 422: ['idempotency_mismatch'] }),
  },
});

export const acceptInvitation = createRoute({
  method: 'post',
  path: '/api/accounts/invitations/accept',
  operationId: 'acceptInvitation',
  summary: 'Takes up an invitation: a colleague’s seat, or a talent’s place in a roster',
  description:
    'By the word from the mail, whoever is signed in, or by its id when it went to one’s own address. Open for 14 days. A seat needs no onboarding; it is for people on the same side of the market as the account, or who have not chosen one. A roster is for talents, one agency at a time.',
  tags,
  security,
  'x-example-as': demo.invited,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(shape.answerBody.meta({ example: { invitationId: exampleIds.invitationToAccept } })),
  },
  responses: { 200: jsonAnswer('for whom I may act now', shape.mandates), ...refusals(answering) },
});

export const declineInvitation = createRoute({
  method: 'post',
  path: '/api/accounts/invitations/decline',
  operationId: 'declineInvitation',
  summary: 'Says no to an invitation',
  tags,
  security,
  'x-example-as': demo.invitedTalent,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(shape.answerBody.meta({ example: { invitationId: exampleIds.invitationToDecline } })),
  },
  responses: { 200: jsonAnswer('declined', shape.declined), ...refusals(answering) },
});

export const listSeats = createRoute({
  method: 'get',
  path: '/api/accounts/seats',
  operationId: 'listSeats',
  summary: 'Colleagues who may act as this account, and open invitations',
  tags,
  security,
  responses: { 200: jsonAnswer('the seats', shape.team), ...refusals(owner) },
});

export const inviteColleague = createRoute({
  method: 'post',
  path: '/api/accounts/seats',
  operationId: 'inviteColleague',
  summary: 'Invites a colleague by mail; one who has not answered is mailed again',
  description:
    'A company’s membership and an agency’s plan have five seats, the own login among them. Those who accepted first keep their place when a plan shrinks. Fifty invitations a day; the same address again after ten minutes.',
  tags,
  security,
  'x-example-as': demo.company,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(shape.inviteBody.meta({ example: { email: 'layla@tigris-energy.example' } })),
  },
  responses: { 200: jsonAnswer('the seats as they are now', shape.team), ...refusals(inviting) },
});

export const removeSeat = createRoute({
  method: 'delete',
  path: '/api/accounts/seats/{mandateId}',
  operationId: 'removeSeat',
  summary: 'Takes a seat back, or withdraws its invitation; at once',
  tags,
  security,
  request: { params: shape.mandatePath, headers: idempotencyHeader },
  responses: { 200: jsonAnswer('the seats as they are now', shape.team), ...refusals(removing) },
});

export const listRoster = createRoute({
  method: 'get',
  path: '/api/accounts/roster',
  operationId: 'listRoster',
  summary: 'Talents this agency acts for, and open invitations',
  tags,
  security,
  responses: { 200: jsonAnswer('the roster', shape.team), ...refusals(owner) },
});

export const inviteTalent = createRoute({
  method: 'post',
  path: '/api/accounts/roster',
  operationId: 'inviteTalent',
  summary: 'Invites a talent into the roster by mail; one who has not answered is mailed again',
  description:
    'An agency’s plan has 25 places. A talent who accepts stays the owner of their account and may leave at any time.',
  tags,
  security,
  'x-example-as': demo.agency,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(shape.inviteBody.meta({ example: { email: 'new-talent@example.com' } })),
  },
  responses: { 200: jsonAnswer('the roster as it is now', shape.team), ...refusals(inviting) },
});

export const removeFromRoster = createRoute({
  method: 'delete',
  path: '/api/accounts/roster/{mandateId}',
  operationId: 'removeFromRoster',
  summary: 'Ends acting for a talent, or withdraws the invitation; at once',
  tags,
  security,
  request: { params: shape.mandatePath, headers: idempotencyHeader },
  responses: { 200: jsonAnswer('the roster as it is now', shape.team), ...refusals(removing) },
});

export const listActingLog = createRoute({
  method: 'get',
  path: '/api/accounts/log',
  operationId: 'listActingLog',
  summary: 'What colleagues and agencies did as this account, or under its plan; newest first',
  tags,
  security,
  request: { query: shape.logQuery },
  responses: { 200: jsonAnswer('what was done', shape.actingLog), ...refusals({ ...signedIn, 422: ['invalid'] }) },
});
