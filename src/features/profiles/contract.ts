import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { idempotencyHeader, jsonAnswer, jsonBody, refusals } from '../endpoint.ts';
import { demo, exampleIds } from '../examples.ts';
import { me } from '../identity/schema.ts';
import { onboardingBody } from '../registration/schema/onboarding.ts';
import { createServiceBody, moveServiceBody, ownProfile, updateProfileBody, updateServiceBody } from './schema.ts';
import { ownTime, setAvailabilityBody } from './schema/availability.ts';
import { setCastingBody } from './schema/casting.ts';

const security = [{ session: [] }];
const tags = ['profile'];
const talents = {
  401: ['unauthenticated'],
  403: ['account_suspended', 'onboarding_required', 'role_not_allowed'],
  404: ['not_found'],
} as const;
const unfit = { 422: ['invalid', 'idempotency_mismatch'] } as const;
const misnamed = { 422: [...unfit[422], 'name_reserved'] } as const;
const profile = jsonAnswer('the profile as it is now', ownProfile);

export const completeOnboarding = createRoute({
  method: 'post',
  path: '/api/me/onboarding',
  operationId: 'completeOnboarding',
  summary: 'Says once what I am here for: a customer of one of three kinds, a talent or an agency, who get a profile',
  description:
    'Each kind is asked for what it needs; what is left out can be said later. Where the site looks at accounts of this kind first, the account waits: `approval` of the answer says so. What was saved on the way is thrown away.',
  tags: ['account'],
  security,
  'x-example-as': demo.newcomer,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      onboardingBody.meta({
        example: { kind: 'individual', name: 'Noor Salman', locale: 'ar', timeZone: 'Asia/Baghdad' },
      }),
    ),
  },
  responses: {
    200: jsonAnswer('the account', me),
    ...refusals({
      401: ['unauthenticated'],
      403: ['account_suspended'],
      409: ['already_onboarded', 'lost_race'],
      ...misnamed,
    }),
  },
});

export const getMyProfile = createRoute({
  method: 'get',
  path: '/api/profile',
  operationId: 'getMyProfile',
  summary: 'My profile as a talent, published or not',
  tags,
  security,
  responses: { 200: jsonAnswer('the profile', ownProfile), ...refusals(talents) },
});

export const updateProfile = createRoute({
  method: 'patch',
  path: '/api/profile',
  operationId: 'updateProfile',
  summary: 'Changes what my page says',
  tags,
  security,
  'x-example-as': demo.talent,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      updateProfileBody.meta({
        example: { headline: { en: 'Weddings, in the light there is', ar: 'أعراس بضوئها كما هو' } },
      }),
    ),
  },
  responses: { 200: profile, ...refusals({ ...talents, 409: ['slug_taken', 'renamed_often'], ...misnamed }) },
});

export const setCasting = createRoute({
  method: 'put',
  path: '/api/profile/casting',
  operationId: 'setCasting',
  summary:
    'What casting looks for: ages I play, height, voice, skills and credits, all of it at once, and who may see it',
  tags,
  security,
  'x-example-as': demo.talent,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      setCastingBody.meta({
        example: {
          playingAgeFrom: 28,
          playingAgeTo: 38,
          heightCm: 168,
          hair: 'dark_brown',
          eyes: 'brown',
          skills: ['Riding', 'Driving licence'],
          accents: ['Baghdadi'],
          credits: [{ title: 'Dijla', role: 'Salma', kind: 'film', year: 2021, production: 'Rafidain Films' }],
          seenBy: 'members',
        },
      }),
    ),
  },
  responses: { 200: profile, ...refusals({ ...talents, ...unfit }) },
});

export const publishProfile = createRoute({
  method: 'post',
  path: '/api/profile/publish',
  operationId: 'publishProfile',
  summary: 'Makes my page public',
  tags,
  security,
  request: { headers: idempotencyHeader },
  responses: { 200: profile, ...refusals({ ...talents, ...unfit }) },
});

export const unpublishProfile = createRoute({
  method: 'post',
  path: '/api/profile/unpublish',
  operationId: 'unpublishProfile',
  summary: 'Takes my page down, at once; bookings go on',
  tags,
  security,
  request: { headers: idempotencyHeader },
  responses: { 200: profile, ...refusals({ ...talents, ...unfit }) },
});

export const createService = createRoute({
  method: 'post',
  path: '/api/profile/services',
  operationId: 'createService',
  summary: 'Offers something new',
  tags,
  security,
  'x-example-as': demo.talent,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      createServiceBody.meta({
        example: {
          title: { en: 'Family portrait', ar: 'صورة عائلية' },
          description: { en: 'An hour in the studio or in a garden you like, ten pictures.' },
          price: { amount: 120000, currency: 'IQD' },
          durationMinutes: 60,
          place: 'studio',
        },
      }),
    ),
  },
  responses: { 201: profile, ...refusals({ ...talents, ...unfit }) },
});

export const updateService = createRoute({
  method: 'patch',
  path: '/api/profile/services/{serviceId}',
  operationId: 'updateService',
  summary: 'Changes a service, or stops offering it; what was asked for before keeps its price',
  tags,
  security,
  'x-example-as': demo.talent,
  request: {
    params: z.object({ serviceId: z.uuid().meta({ example: exampleIds.service }) }),
    headers: idempotencyHeader,
    body: jsonBody(
      updateServiceBody.meta({
        example: {
          description: {
            en: 'From getting ready to the first dance, with all pictures in three weeks.',
            ar: 'من التحضير إلى الرقصة الأولى، وكل الصور خلال ثلاثة أسابيع.',
          },
        },
      }),
    ),
  },
  responses: { 200: profile, ...refusals({ ...talents, ...unfit }) },
});

export const moveService = createRoute({
  method: 'post',
  path: '/api/profile/services/{serviceId}/move',
  operationId: 'moveService',
  summary: 'Puts a service at another place in the list; the others close up',
  tags,
  security,
  'x-example-as': demo.talent,
  request: {
    params: z.object({ serviceId: z.uuid().meta({ example: exampleIds.service }) }),
    headers: idempotencyHeader,
    body: jsonBody(moveServiceBody.meta({ example: { to: 1 } })),
  },
  responses: { 200: profile, ...refusals({ ...talents, ...unfit }) },
});

export const getAvailability = createRoute({
  method: 'get',
  path: '/api/profile/availability',
  operationId: 'getAvailability',
  summary: 'When I am taken and which days are free next, beside the hours in my profile',
  tags,
  security,
  responses: { 200: jsonAnswer('my time', ownTime), ...refusals(talents) },
});

export const setAvailability = createRoute({
  method: 'put',
  path: '/api/profile/availability',
  operationId: 'setAvailability',
  summary: 'My weekly hours, the days that differ, and what I ask of every booking, all of it at once',
  tags,
  security,
  'x-example-as': demo.talent,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      setAvailabilityBody.meta({
        example: {
          hours: [7, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, startsAt: '08:00', endsAt: '24:00' })),
          exceptions: [{ day: '2027-08-01', lastDay: '2027-08-14', startsAt: null, endsAt: null }],
          terms: { bufferBeforeMinutes: 30, bufferAfterMinutes: 45, noticeHours: 24, maxPerDay: 3, horizonDays: 180 },
        },
      }),
    ),
  },
  responses: { 200: profile, ...refusals({ ...talents, ...unfit }) },
});
