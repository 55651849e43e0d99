import { expect, test } from 'vitest';
import { locales } from '../../core/locale.ts';
import { problemOf } from '../../http/problem.ts';
import { refusedMedia } from './refusing.ts';

test.each(locales)('a file that is something else is told what a portfolio takes, in %s', (locale) => {
  const problem = problemOf(refusedMedia('type_differs'), locale, '01');
  expect(problem.fields).toEqual({ file: ['type_differs'] });
  for (const type of ['JPEG', 'PNG', 'WebP', 'MP4', 'WebM', 'MP3', 'M4A', 'WAV'])
    expect(problem.action).toContain(type);
  expect(problem.action).not.toContain('PDF');
  expect(problem.detail).not.toBe(problemOf(refusedMedia('no_room'), locale, '01').detail);
});
