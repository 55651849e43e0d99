import { inArray, type SQL } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../db/client.ts';
import { talentProfiles } from '../../db/schema/profiles.ts';
import { cardColumns } from './queries.ts';

/** Cards of the talents that a neighbour's query names, as far as whoever asks may see them: for a batch of its own. */
export const cardsOf = (db: ReadDb | Tx, ids: SQL) =>
  db
    .select({ ...cardColumns, seenBy: talentProfiles.seenBy })
    .from(talentProfiles)
    .where(inArray(talentProfiles.id, ids));
