/** The shelves of the front page that an operator fills, in the order they stand there. Labels live in the `showcase` messages. */
export const sections = ['faces', 'chosen', 'celebrations', 'screen', 'companies'] as const;
export type Section = (typeof sections)[number];

/** How many people stand on a shelf. `faces` are the three portraits beside the first words of the page. */
export const room: Readonly<Record<Section, number>> = {
  faces: 3,
  chosen: 8,
  celebrations: 4,
  screen: 4,
  companies: 4,
};
/** More than are shown may wait on a shelf: whoever takes their page down leaves a place for the next. */
export const shelfLimit = 24;

type Placed = { startsAt: Date | null; endsAt: Date | null };
/** Is it their time? SQL asks the same in the policy of `featured_talents`. */
export const isOn = ({ startsAt, endsAt }: Placed, now: Date): boolean =>
  (startsAt === null || startsAt <= now) && (endsAt === null || now < endsAt);
