import { noCasting } from '../../features/profiles/rules/casting.ts';
import { demoCasting, seenByMembers } from './content/casting.ts';
import type { DemoRows } from './rows.ts';

/** Casting attributes with their audiences, and whoever shows their page to members alone. */
export function keepCasting(rows: DemoRows): void {
  const profileOf = (slug: string) => {
    const found = rows.talentProfiles.find((one) => one.slug === slug);
    if (!found?.id) throw new Error(`the demo casts ${slug}, and there is no such`);
    return { ...found, id: found.id };
  };
  for (const { slug, ...said } of demoCasting)
    rows.castingAttributes.push({ ...noCasting, ...said, talentId: profileOf(slug).id });
  rows.talentProfiles = rows.talentProfiles.map((profile) => {
    const seenBy = seenByMembers[profile.slug];
    return seenBy ? { ...profile, seenBy, inquiriesFrom: seenBy } : profile;
  });
}
