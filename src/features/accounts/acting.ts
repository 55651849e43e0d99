import { sql } from 'drizzle-orm';
import type { Actor, Doors, Member } from '../../db/client.ts';

/** Somebody asks to act for an account: by which mandate they may at this moment; null: they may not, or there is no such account. */
export async function whoActs(doors: Doors, person: string, account: string): Promise<Member | null> {
  // as the session itself would stand there: the database alone says whether it is anybody
  const door = doors.asUser({ userId: account, member: { id: person, kind: 'seat', under: account } });
  const { found } = await door.read((db) => ({
    found: db.execute<{ kind: Member['kind']; under: string }>(sql`select kind, under from app.acting()`),
  }));
  const [mandate] = found.rows;
  return mandate ? { id: person, kind: mandate.kind, under: mandate.under } : null;
}

/** The account as its colleague or agency comes in by it. The person's own address is no address of the account. */
export const actingFor = (account: string, member: Member): Actor => ({ userId: account, member });
