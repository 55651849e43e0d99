/** The trades of the directory. Labels live in the `public` messages as `category.<id>`. */
export const categoryIds = [
  'photographer',
  'videographer',
  'actor',
  'model',
  'voice-artist',
  'musician',
  'singer',
  'dj',
  'dancer',
  'makeup-artist',
  'stylist',
  'event-host',
  'comedian',
  'calligrapher',
  'graphic-designer',
  'illustrator',
  'translator',
  'chef',
  'writer',
  'director',
] as const;
export type CategoryId = (typeof categoryIds)[number];
