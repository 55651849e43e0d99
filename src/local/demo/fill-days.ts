import { openDoors, type DatabaseUrls } from '../../db/client.ts';
import { tendFreeDays } from '../../features/profiles/free-days.ts';

/**
 * What the clock would work out in its first minutes, before anybody asks: a search by free day finds people from the start, also where
 * the clock comes by only when it is told to. No page is told: none has been built.
 */
export async function fillFreeDays(urls: DatabaseUrls, now: Date): Promise<void> {
  const ctx = {
    doors: openDoors(urls, () => now),
    now,
    log: () => undefined,
    ports: { pages: { alone: async () => undefined } },
  };
  while ((await tendFreeDays(ctx)).left);
}
