import { expect, test } from 'vitest';
import { ApiError } from '../../client/problem.ts';
import { commonMessages } from '../../i18n/catalogs/common.ts';
import { translator } from '../../i18n/translate.ts';
import { codeOf, fieldProblems, shownProblem } from './problems.ts';

const t = translator('en', commonMessages.en);
const refused = new ApiError({
  code: 'invalid',
  status: 422,
  title: 'Something needs correcting',
  detail: 'Some of it could not be used.',
  fields: { note: ['too_big'], place: ['custom'], _: ['unrecognized_keys'] },
  requestId: '01',
});

test('the server’s own words are shown as they are, with its request id', () => {
  expect(shownProblem(refused, t)).toMatchObject({ title: 'Something needs correcting', requestId: '01' });
  expect(codeOf(refused)).toBe('invalid');
});

test('an answer that never came is told in our words', () => {
  for (const lost of [new ApiError(null), new TypeError('Failed to fetch'), null])
    expect(shownProblem(lost, t)).toMatchObject({ title: t('ui.noAnswer.title'), action: t('ui.noAnswer.action') });
  expect(codeOf(new ApiError(null))).toBeNull();
});

test('codes of fields become sentences under the fields', () => {
  expect(fieldProblems(refused, t)).toEqual({
    note: t('field.tooLong'),
    place: t('field.unusable'),
    _: t('field.unusable'),
  });
  const misnamed = { code: 'invalid' as const, status: 422, title: '', detail: '', requestId: '01' };
  const fields = { name: ['contact'], title: ['no_letters'], displayName: ['house_name'] };
  expect(fieldProblems(new ApiError({ ...misnamed, fields }), t)).toEqual({
    name: t('field.contact'),
    title: t('field.noLetters'),
    displayName: t('field.houseName'),
  });
  expect(fieldProblems(new ApiError(null), t)).toBeUndefined();
});
