import type { Actor, Doors } from '../../db/client.ts';
import { digestOf } from '../digest.ts';
import * as queries from './queries/keys.ts';

/** `last used` is for a person's eyes: it need not be written at every call. */
const noteEvery = 5 * 60_000;

/** Whose key is this? The talent it belongs to, with the key's id: whatever is done is done as them, and marked as an agent's. */
export async function whoCalls(doors: Doors, key: string, now: Date): Promise<Actor | null> {
  const door = doors.asSystem('agents: who calls');
  const { found } = await door.read((db) => ({ found: queries.keyByHash(db, digestOf(key)) }));
  const [known] = found;
  if (!known) return null;
  if (known.lastUsedAt === null || now.getTime() - known.lastUsedAt.getTime() >= noteEvery)
    await door.write((tx) => queries.noteUse(tx, known.id, now));
  return { userId: known.userId, agent: known.id };
}
