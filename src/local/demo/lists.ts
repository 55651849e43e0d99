import { nextLook } from '../../features/collections/rules/searches.ts';
import { demo, exampleIds } from '../../features/examples.ts';
import { customerId } from './accounts.ts';
import { idAt } from './chance.ts';
import { toldLists, toldTalentSearches } from './content/lists.ts';
import type { DemoRows } from './rows.ts';

const day = 86_400_000;
const hour = 3_600_000;

/** Lists of talents and saved searches, as the app would have left them. */
export function keepLists(rows: DemoRows, today: Date): void {
  const talentOf = (slug: string) => {
    const found = rows.talentProfiles.find((one) => one.slug === slug)?.id;
    if (!found) throw new Error(`a list of the demo speaks of ${slug}, and there is no such`);
    return found;
  };
  const places = new Map<string, number>();
  for (const told of toldLists) {
    const userId = customerId(told.of);
    const at = new Date(today.getTime() - told.daysAgo * day + 9 * hour);
    const id = told.example ? exampleIds[told.example] : idAt(`list ${told.of} ${told.name}`, -told.daysAgo * day);
    const position = (places.get(userId) ?? 0) + 1;
    places.set(userId, position);
    rows.collections.push({
      id,
      userId,
      name: told.name,
      note: told.note ?? '',
      position,
      createdBy: userId,
      createdAt: at,
      updatedAt: at,
    });
    told.talents.forEach(({ slug, note = '', by }, index) =>
      rows.collectionItems.push({
        collectionId: id,
        userId,
        talentId: talentOf(slug),
        note,
        position: index + 1,
        addedBy: by === 'colleague' ? demo.colleague : userId,
        addedAt: new Date(at.getTime() + index * 7 * 60_000),
      }),
    );
  }
  for (const { of, example, name, category, city, rhythm, daysAgo } of toldTalentSearches) {
    const userId = customerId(of);
    const owner = rows.users.find((one) => one.id === userId);
    const at = new Date(today.getTime() - daysAgo * day + 10 * hour);
    const id = example ? exampleIds[example] : idAt(`talent search ${of} ${name}`, -daysAgo * day);
    rows.talentSearches.push({
      id,
      userId,
      name,
      query: { category: [category], ...(city && { city: [city] }) },
      rhythm,
      dueAt: nextLook(today, rhythm, owner?.timeZone ?? 'UTC'),
      baselineAt: at,
      baselineWhole: true,
      createdBy: userId,
      createdAt: at,
    });
    for (const talent of rows.talentProfiles)
      if (talent.id && talent.category === category && (city === undefined || talent.city === city))
        rows.talentSearchHits.push({ searchId: id, userId, talentId: talent.id, foundAt: at });
  }
}
