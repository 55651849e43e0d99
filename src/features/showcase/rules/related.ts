import type { CategoryId } from '../../discovery/categories.ts';
import { cities, cityIds, type CityId } from '../../discovery/places.ts';

/** Who else is asked when somebody of this trade is: those who stand beside them on the same day, nearest first. */
export const relatedTrades: Readonly<Record<CategoryId, readonly CategoryId[]>> = {
  photographer: ['videographer', 'makeup-artist', 'stylist', 'model'],
  videographer: ['photographer', 'director', 'dj', 'voice-artist'],
  actor: ['model', 'voice-artist', 'comedian', 'director'],
  model: ['actor', 'photographer', 'makeup-artist', 'stylist'],
  'voice-artist': ['actor', 'translator', 'event-host', 'writer'],
  musician: ['singer', 'dj', 'dancer', 'event-host'],
  singer: ['musician', 'dj', 'dancer', 'event-host'],
  dj: ['musician', 'singer', 'dancer', 'event-host'],
  dancer: ['dj', 'musician', 'singer', 'actor'],
  'makeup-artist': ['stylist', 'photographer', 'videographer', 'model'],
  stylist: ['makeup-artist', 'photographer', 'model', 'videographer'],
  'event-host': ['comedian', 'dj', 'musician', 'voice-artist'],
  comedian: ['event-host', 'actor', 'voice-artist', 'writer'],
  calligrapher: ['illustrator', 'graphic-designer', 'writer', 'translator'],
  'graphic-designer': ['illustrator', 'calligrapher', 'photographer', 'writer'],
  illustrator: ['graphic-designer', 'calligrapher', 'writer', 'photographer'],
  translator: ['writer', 'voice-artist', 'event-host', 'graphic-designer'],
  chef: ['event-host', 'photographer', 'musician', 'dj'],
  writer: ['translator', 'director', 'voice-artist', 'illustrator'],
  director: ['videographer', 'actor', 'writer', 'photographer'],
};

/** Cities of the same country: a talent travels before one crosses a border. */
export const neighbours = (city: CityId): CityId[] =>
  cityIds.filter((id) => id !== city && cities[id].country === cities[city].country);
