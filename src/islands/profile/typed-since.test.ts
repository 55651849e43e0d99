import { expect, test } from 'vitest';
import { typedSince } from './typed-since.ts';

const sent = { name: ' Noor ', tags: ['oud'] };
const kept = { name: 'Noor', tags: ['oud'] };

test('a section nobody touched meanwhile is as the server made it', () =>
  expect(typedSince(sent, { name: ' Noor ', tags: ['oud'] }, kept)).toEqual(kept));

test('what was typed meanwhile stays, and the rest is as the server made it', () =>
  expect(typedSince(sent, { name: ' Noor ', tags: ['oud', 'qanun'] }, kept)).toEqual({
    name: 'Noor',
    tags: ['oud', 'qanun'],
  }));

test('what was taken back meanwhile is not brought again', () =>
  expect(
    typedSince({ name: 'A', height: 181 as number | null }, { name: 'A', height: null }, { name: 'A', height: 181 }),
  ).toEqual({
    name: 'A',
    height: null,
  }));
