import { describe, expect, test } from 'vitest';
import type { RequestGroup, RequestMessage } from '../../client/request-thread-api.ts';
import { sectionsOf } from './thread-part.ts';

const group = (id: string, more: Partial<RequestGroup> = {}): RequestGroup => ({
  id,
  name: id,
  slug: null,
  me: false,
  mayBeAnswered: false,
  proposed: false,
  ...more,
});
const said = (id: string, of: string | null): RequestMessage => ({
  id,
  from: 'talent',
  group: of,
  fromName: '',
  toName: null,
  body: id,
  masked: false,
  takenBack: false,
  mayTakeBack: false,
  sentAt: '2026-11-21T10:00:00.000Z',
  attachments: [],
});
const shape = (...args: Parameters<typeof sectionsOf>) =>
  sectionsOf(...args).map((section) => [section.group?.id ?? null, section.messages.map(({ id }) => id)]);

describe('a request’s talk by whom it is with', () => {
  test('what went to everyone first, then each provider, in the order of the talk', () => {
    expect(
      shape({ as: 'owner', groups: [group('a', { mayBeAnswered: true }), group('b', { mayBeAnswered: true })] }, [
        said('1', 'b'),
        said('2', null),
        said('3', 'a'),
        said('4', 'b'),
      ]),
    ).toEqual([
      [null, ['2']],
      ['a', ['3']],
      ['b', ['1', '4']],
    ]);
  });
  test('a silent provider stands there for the owner to answer, and for nobody else', () => {
    const groups = [group('a', { mayBeAnswered: true }), group('gone')];
    expect(shape({ as: 'owner', groups }, [said('1', null)])).toEqual([
      [null, ['1']],
      ['a', []],
    ]);
    expect(shape({ as: 'talent', groups: [group('a'), group('me', { me: true })] }, [said('1', null)])).toEqual([
      [null, ['1']],
    ]);
  });
  test('a talent’s own comes before the others’', () => {
    expect(
      shape({ as: 'talent', groups: [group('a'), group('me', { me: true })] }, [said('1', 'a'), said('2', 'me')]),
    ).toEqual([
      ['me', ['2']],
      ['a', ['1']],
    ]);
  });
  test('no word is lost with the account of whoever said it', () => {
    expect(shape({ as: 'owner', groups: [] }, [said('1', 'erased'), said('2', null)])).toEqual([[null, ['1', '2']]]);
  });
  test('nothing said is one empty part', () => {
    expect(shape({ as: 'talent', groups: [group('me', { me: true })] }, [])).toEqual([[null, []]]);
  });
});
