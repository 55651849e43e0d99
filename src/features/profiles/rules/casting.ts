import type { Audience } from './audience.ts';

/** What casting directors look for beside a trade and a price. Labels live in the `studio` messages. */
export const hairs = [
  'black',
  'dark_brown',
  'brown',
  'light_brown',
  'blonde',
  'red',
  'grey',
  'white',
  'coloured',
  'covered',
  'bald',
] as const;
export type Hair = (typeof hairs)[number];
export const eyeColours = ['black', 'dark_brown', 'brown', 'hazel', 'green', 'blue', 'grey'] as const;
export type EyeColour = (typeof eyeColours)[number];
export const voices = ['soprano', 'mezzo', 'alto', 'tenor', 'baritone', 'bass', 'child'] as const;
export type Voice = (typeof voices)[number];
export const creditKinds = [
  'film',
  'short_film',
  'series',
  'theatre',
  'commercial',
  'music_video',
  'dubbing',
  'radio',
  'fashion',
  'photo',
  'concert',
  'event',
  'other',
] as const;
export type CreditKind = (typeof creditKinds)[number];

export const castingLimits = {
  age: { least: 1, most: 99 },
  /** in centimetres: from the smallest to the tallest people there are */
  height: { least: 50, most: 260 },
  skills: 30,
  skill: 40,
  accents: 12,
  accent: 40,
  credits: 40,
  creditTitle: 120,
  creditRole: 80,
  creditProduction: 120,
  /** before it there was no film to be in that anyone alive played in */
  year: 1930,
} as const;

/** One thing somebody did, newest or most telling first: the order is the talent's. */
export type Credit = { title: string; role: string; kind: CreditKind; year: number; production: string };

export type CastingAttributes = {
  playingAgeFrom: number | null;
  playingAgeTo: number | null;
  heightCm: number | null;
  hair: Hair | null;
  eyes: EyeColour | null;
  voice: Voice | null;
  skills: string[];
  accents: string[];
  credits: Credit[];
};

export const noCasting: CastingAttributes & { seenBy: Audience } = {
  playingAgeFrom: null,
  playingAgeTo: null,
  heightCm: null,
  hair: null,
  eyes: null,
  voice: null,
  skills: [],
  accents: [],
  credits: [],
  seenBy: 'members',
};

/** Says it anything at all? `app.casting_says` is the same in SQL. */
export const castingSays = (casting: CastingAttributes): boolean =>
  casting.heightCm !== null ||
  casting.playingAgeFrom !== null ||
  casting.hair !== null ||
  casting.eyes !== null ||
  casting.voice !== null ||
  casting.skills.length + casting.accents.length + casting.credits.length > 0;

type Ages = Pick<CastingAttributes, 'playingAgeFrom' | 'playingAgeTo'>;
/** Both ends or none, and the younger one first. */
export const playingAgeIsSound = ({ playingAgeFrom, playingAgeTo }: Ages): boolean =>
  (playingAgeFrom === null) === (playingAgeTo === null) &&
  (playingAgeFrom === null || playingAgeTo === null || playingAgeFrom <= playingAgeTo);

/** The last year work can be listed for: what is announced for next year has a title and a role already. */
export const lastCreditYear = (now: Date): number => now.getUTCFullYear() + 1;
