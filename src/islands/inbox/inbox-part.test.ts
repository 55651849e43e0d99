import { describe, expect, test } from 'vitest';
import { addressOf, isUnread, queryOf, titleOf } from './inbox-part.ts';

describe('the inbox', () => {
  test('says in its address how it is narrowed, and nothing when it is not', () => {
    expect(addressOf({ box: 'inbox', kind: 'all', q: '' })).toBe('');
    expect(addressOf({ box: 'unread', kind: 'direct', q: 'حفل & عرس' })).toBe(
      `?box=unread&kind=direct&q=${new URLSearchParams({ q: 'حفل & عرس' }).toString().slice(2)}`,
    );
  });
  test('asks for what waits within the inbox, never within the archive', () => {
    expect(queryOf({ box: 'unread', kind: 'all', q: '' })).toEqual({ box: 'inbox', unread: 'true' });
    expect(queryOf({ box: 'archived', kind: 'inquiry', q: 'x' })).toEqual({ box: 'archived', kind: 'inquiry', q: 'x' });
  });
  test('names a thread by a listing in the reader’s language, or by the sender’s words', () => {
    expect(titleOf({ title: { en: 'Wedding day', ar: 'يوم الزفاف' } }, 'ar')).toEqual({
      text: 'يوم الزفاف',
      lang: 'ar',
    });
    expect(titleOf({ title: { en: 'Wedding day' } }, 'ckb')).toEqual({ text: 'Wedding day', lang: 'en' });
    expect(titleOf({ title: 'Is May free?' }, 'fr')).toEqual({ text: 'Is May free?' });
  });
  test('what was marked unread waits like what is', () => {
    expect([
      isUnread({ unread: 0, markedUnread: false }),
      isUnread({ unread: 0, markedUnread: true }),
      isUnread({ unread: 2, markedUnread: false }),
    ]).toEqual([false, true, true]);
  });
});
