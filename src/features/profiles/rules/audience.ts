/** Who may see a profile, a part of it or a piece of work. Portfolio items say `public` for everyone. */
export const audiences = ['everyone', 'members', 'subscribers'] as const;
export type Audience = (typeof audiences)[number];

/** What whoever looks is, as far as seeing goes. */
export type Viewer = {
  /** signed in, said what they are here for, and in good standing */
  member: boolean;
  /** `premium.view` of product.md 3.3, of everybody and not of the own roster alone; operators have it too */
  premium: boolean;
};

/** SQL repeats this as `app.sees`, tested cell by cell in audience.db.test.ts. */
export const sees = ({ member, premium }: Viewer, audience: Audience): boolean =>
  audience === 'everyone' || (member && (audience === 'members' || premium));

/** No wider than the page itself: whoever cannot see it has no form to ask by (`talent_profiles_ask_no_wider_than_seen`). */
export const narrowed = <Asked extends Audience | 'nobody'>(asked: Asked, seenBy: Audience): Asked | Audience =>
  asked === 'nobody' || audiences.indexOf(asked as Audience) >= audiences.indexOf(seenBy) ? asked : seenBy;
