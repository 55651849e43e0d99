import { expect, test } from 'vitest';
import { blankDraft, changesOf, isDraft, isWholeEmail, settled } from './draft.ts';

const kept = { ...blankDraft('Sara', 'Asia/Baghdad'), title: 'Two guitarists' };

test('only what differs is sent', () => {
  expect(changesOf(kept, { ...kept, city: 'baghdad' })).toEqual({ city: 'baghdad' });
  expect(changesOf(kept, structuredClone(kept))).toEqual({});
  expect(changesOf(kept, { ...kept, contact: { ...kept.contact, phone: '0770' } })).toEqual({
    contact: { name: 'Sara', email: '', phone: '0770' },
  });
});

test('half an address waits, an emptied one goes', () => {
  const writing = { ...kept, title: 'Three', contact: { ...kept.contact, email: 'sara@exam' } };
  expect(settled(kept, writing)).toMatchObject({ title: 'Three', contact: { email: '' } });
  expect(settled(writing, kept)).toBe(kept);
  expect(['', 'sara@example.com'].every(isWholeEmail)).toBe(true);
  expect(['sara', 'sara@', 'sara@example', 'sa ra@example.com'].some(isWholeEmail)).toBe(false);
});

test('what the browser kept is a draft, or nothing', () => {
  expect(isDraft(JSON.parse(JSON.stringify(kept)))).toBe(true);
  for (const other of [null, 'text', {}, { ...kept, contact: null }]) expect(isDraft(other)).toBe(false);
});
