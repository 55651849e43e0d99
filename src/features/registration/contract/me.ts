import { createRoute } from '@hono/zod-openapi';
import { idempotencyHeader, jsonAnswer, jsonBody, refusals } from '../../endpoint.ts';
import { demo } from '../../examples.ts';
import { me } from '../../identity/schema.ts';
import { detailsView, updateDetailsBody } from '../schema/details.ts';
import { registrationView, saveDraftBody } from '../schema/draft.ts';
import { birthDateBody, guardianBody, guardianView } from '../schema/guardian.ts';

const tags = ['account'];
const security = [{ session: [] }];
const newcomers = { 401: ['unauthenticated'], 403: ['account_suspended'] } as const;
const members = { 401: ['unauthenticated'], 403: ['account_suspended', 'onboarding_required'] } as const;
const talents = {
  401: ['unauthenticated'],
  403: ['account_suspended', 'onboarding_required', 'role_not_allowed', 'own_login_only'],
} as const;
const unfit = { 422: ['invalid', 'idempotency_mismatch'] } as const;

export const getRegistration = createRoute({
  method: 'get',
  path: '/api/me/registration',
  operationId: 'getRegistration',
  summary: 'What I have answered so far, to go on where I stopped, on any device',
  tags,
  security,
  responses: { 200: jsonAnswer('the draft, if there is one', registrationView), ...refusals(newcomers) },
});

export const saveRegistration = createRoute({
  method: 'put',
  path: '/api/me/registration',
  operationId: 'saveRegistration',
  summary: 'Keeps what I have answered so far, as typed; judged when I am through',
  description: 'The last that was said counts. `completeOnboarding` ends the registration and throws the draft away.',
  tags,
  security,
  'x-example-as': demo.newcomer,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      saveDraftBody.meta({
        example: { kind: 'company', step: 'work', answers: { name: 'Dijla Events', city: 'baghdad', size: '1-10' } },
      }),
    ),
  },
  responses: {
    200: jsonAnswer('what is kept', registrationView),
    ...refusals({ ...newcomers, 409: ['already_onboarded'], ...unfit }),
  },
});

export const forgetRegistration = createRoute({
  method: 'delete',
  path: '/api/me/registration',
  operationId: 'forgetRegistration',
  summary: 'Throws away what I have answered so far',
  tags,
  security,
  request: { headers: idempotencyHeader },
  responses: {
    200: jsonAnswer('nothing is kept', registrationView),
    ...refusals({ ...newcomers, 409: ['already_onboarded'], 422: ['idempotency_mismatch'] }),
  },
});

export const getDetails = createRoute({
  method: 'get',
  path: '/api/me/details',
  operationId: 'getAccountDetails',
  summary: 'What this account says of itself besides its name; shown to the operator alone',
  tags,
  security,
  responses: { 200: jsonAnswer('the details', detailsView), ...refusals(members) },
});

export const updateDetails = createRoute({
  method: 'patch',
  path: '/api/me/details',
  operationId: 'updateAccountDetails',
  summary: 'Changes what this account says of itself',
  description: 'Only what an account of this kind has; null or an empty text takes it out.',
  tags,
  security,
  'x-example-as': demo.company,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      updateDetailsBody.meta({
        example: { contactName: 'Rand Al-Jubouri', website: 'tigris-energy.example.com', hires: ['photographer'] },
      }),
    ),
  },
  responses: {
    200: jsonAnswer('the details as they are now', detailsView),
    ...refusals({ ...members, 403: [...members[403], 'own_login_only'], ...unfit }),
  },
});

export const askApprovalAgain = createRoute({
  method: 'post',
  path: '/api/me/approval',
  operationId: 'askApprovalAgain',
  summary: 'I was refused, have put right what was named, and ask to be looked at again',
  tags,
  security,
  request: { headers: idempotencyHeader },
  responses: {
    200: jsonAnswer('the account, waiting', me),
    ...refusals({
      ...members,
      409: ['wrong_state', 'lost_race'],
      422: ['idempotency_mismatch'],
      429: ['slow_down'],
    }),
  },
});

export const getGuardian = createRoute({
  method: 'get',
  path: '/api/me/guardian',
  operationId: 'getGuardian',
  summary: 'My birth date and who answers for me while I am not of age; seen by nobody but me and the operator',
  tags,
  security,
  responses: { 200: jsonAnswer('what was said', guardianView), ...refusals(talents) },
});

export const sayBirthDate = createRoute({
  method: 'put',
  path: '/api/me/birth-date',
  operationId: 'sayBirthDate',
  summary: 'Says when I was born',
  tags,
  security,
  'x-example-as': demo.talent,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(birthDateBody.meta({ example: { birthDate: '1994-05-17' } })),
  },
  responses: {
    200: jsonAnswer('what was said', guardianView),
    ...refusals({ ...talents, 409: ['already_done'], ...unfit }),
  },
});

export const changeBirthDate = createRoute({
  method: 'patch',
  path: '/api/me/birth-date',
  operationId: 'changeBirthDate',
  summary: 'Mends when I was born, once',
  description:
    'Whoever is not of age by what was said first does not become so by this: an operator looks at it. A page that needs a guardian’s consent by the new date is taken down at once.',
  tags,
  security,
  'x-example-as': demo.minor,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(birthDateBody.meta({ example: { birthDate: '2011-03-09' } })),
  },
  responses: {
    200: jsonAnswer('what is kept now', guardianView),
    ...refusals({
      ...talents,
      404: ['not_found'],
      409: ['birth_date_settled', 'age_needs_a_look', 'lost_race'],
      ...unfit,
    }),
  },
});

export const nameGuardian = createRoute({
  method: 'put',
  path: '/api/me/guardian',
  operationId: 'nameGuardian',
  summary: 'Names who answers for me while I am not of age; they get a letter and consent by its link',
  description:
    'Another address is another guardian, whose consent is asked for anew. The same one gets the letter again.',
  tags,
  security,
  'x-example-as': demo.minor,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(guardianBody.meta({ example: { name: 'Um Yusuf', email: 'um-yusuf@example.com', locale: 'ar' } })),
  },
  responses: {
    200: jsonAnswer('what was said', guardianView),
    ...refusals({
      ...talents,
      409: ['wrong_state', 'already_done'],
      ...unfit,
      429: ['slow_down'],
      503: ['not_ready'],
    }),
  },
});
