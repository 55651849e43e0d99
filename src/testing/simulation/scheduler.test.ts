import { expect, test } from 'vitest';
import { stream } from '../../local/demo/chance.ts';
import { Crash, openScheduler, type Task } from './scheduler.ts';

const walk = (seen: string[]) => async (task: Task) => {
  for (const n of [1, 2, 3]) await task.step(String(n), async () => void seen.push(`${task.name}${n}`));
};

async function play(seed: string, livesFor?: number): Promise<string[]> {
  const scheduler = openScheduler(stream(seed));
  const seen: string[] = [];
  for (const name of ['a', 'b', 'c']) scheduler.start(name, walk(seen), name === 'b' ? livesFor : undefined);
  await scheduler.run();
  return seen;
}

test('a seed is a history, and another seed is another', async () => {
  const first = await play('one');
  expect(await play('one')).toEqual(first);
  const all = await Promise.all(['2', '3', '4', '5', '6'].map((seed) => play(seed)));
  expect(new Set([first, ...all].map(String)).size).toBeGreaterThan(1);
  expect(first).toHaveLength(9);
});

test('a task that dies takes no further step, and the others go on', async () => {
  const seen = await play('one', 1);
  expect(seen.filter((step) => step.startsWith('b'))).toEqual(['b1']);
  expect(seen.filter((step) => !step.startsWith('b'))).toHaveLength(6);
});

test('two branches of a task take turns, and die together', async () => {
  const scheduler = openScheduler(stream('fork'));
  const seen: string[] = [];
  const both = async (task: Task) => {
    const ends = await Promise.allSettled([walk(seen)(task), walk(seen)(task)]);
    for (const end of ends) if (end.status === 'rejected') expect(end.reason).toBeInstanceOf(Crash);
    await task.step('after', async () => void seen.push('after'));
  };
  scheduler.start('x', both, 3);
  await scheduler.run();
  expect(seen).toHaveLength(3);
  expect(seen).not.toContain('after');
});

test('a fault of the code under test is not swallowed', async () => {
  const scheduler = openScheduler(stream('fault'));
  scheduler.start('x', (task) => task.step('1', () => Promise.reject(new Error('boom'))));
  await expect(scheduler.run()).rejects.toThrow('boom');
});
