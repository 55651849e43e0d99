import { eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { ReadDb } from '../../../db/client.ts';
import { inquiries } from '../../../db/schema/inquiries.ts';
import { photoRequests, whatsappNumbers } from '../../../db/schema/photos.ts';
import { talentProfiles } from '../../../db/schema/profiles.ts';
import { users } from '../../../db/schema/users.ts';

const asker = alias(users, 'asker');
const askerColumns = {
  id: asker.id,
  email: asker.email,
  name: asker.name,
  locale: asker.locale,
  timeZone: asker.timeZone,
  deletedAt: asker.deletedAt,
};
const talentColumns = {
  id: users.id,
  email: users.email,
  name: users.name,
  locale: users.locale,
  timeZone: users.timeZone,
  deletedAt: users.deletedAt,
};

/** A photo request with both its people: whoever asked has an account, or an inquiry with an address. */
export const photoNews = (db: Pick<ReadDb, 'select'>, requestId: string) =>
  db
    .select({
      request: photoRequests,
      talent: talentColumns,
      talentName: talentProfiles.displayName,
      slug: talentProfiles.slug,
      published: sql<boolean>`${talentProfiles.publishedAt} is not null`,
      asker: askerColumns,
      inquiry: {
        senderId: inquiries.senderId,
        senderEmail: inquiries.senderEmail,
        senderName: inquiries.senderName,
        locale: inquiries.locale,
        endedAt: inquiries.endedAt,
        heldAt: inquiries.heldAt,
        isSpam: inquiries.isSpam,
      },
      number: whatsappNumbers.number,
      verifiedAt: whatsappNumbers.verifiedAt,
    })
    .from(photoRequests)
    .innerJoin(talentProfiles, eq(talentProfiles.id, photoRequests.talentId))
    .innerJoin(users, eq(users.id, photoRequests.talentUserId))
    .leftJoin(asker, eq(asker.id, photoRequests.askerId))
    .leftJoin(inquiries, eq(inquiries.id, photoRequests.inquiryId))
    .leftJoin(whatsappNumbers, eq(whatsappNumbers.userId, photoRequests.talentUserId))
    .where(eq(photoRequests.id, requestId));
