import { afterEach, expect, test, vi } from 'vitest';
import { frozenAfter, oneForAll } from './one-for-all.ts';

afterEach(() => void vi.useRealTimers());

/** Work that ends when it is told to. */
function slowWork() {
  const began: string[] = [];
  const ends: PromiseWithResolvers<void>[] = [];
  const work = oneForAll(({ who }: { who: string }) => {
    began.push(who);
    const end = Promise.withResolvers<void>();
    ends.push(end);
    return end.promise;
  });
  return { began, ends, come: (who: string) => work({ who }) };
}

test('who comes while another works waits for one more round, done for the latest', async () => {
  const { began, ends, come } = slowWork();
  const first = come('first');
  const others = [come('second'), come('third')];
  expect(began).toEqual(['first']);
  ends[0]?.resolve();
  await vi.waitFor(() => expect(began).toEqual(['first', 'third']), { timeout: 30_000 });
  ends[1]?.resolve();
  await Promise.all([first, ...others]);
  const again = come('later');
  expect(began).toEqual(['first', 'third', 'later']);
  ends[2]?.resolve();
  await again;
});

test('what fails is told to all who wait, and the next begins anew', async () => {
  const { began, ends, come } = slowWork();
  const waiting = [come('first'), come('second')];
  ends[0]?.reject(new Error('no line'));
  for (const one of waiting) await expect(one).rejects.toThrow('no line');
  void come('next');
  expect(began).toEqual(['first', 'next']);
});

test('nobody waits for one that was frozen in the middle', () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { began, come } = slowWork();
  void come('frozen');
  vi.setSystemTime(Date.now() + frozenAfter);
  void come('awake');
  expect(began).toEqual(['frozen', 'awake']);
});
