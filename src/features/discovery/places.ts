/** Where a talent works. Labels live in the `public` messages as `city.<id>`. */
export const cities = {
  baghdad: { country: 'IQ', timeZone: 'Asia/Baghdad' },
  erbil: { country: 'IQ', timeZone: 'Asia/Baghdad' },
  sulaymaniyah: { country: 'IQ', timeZone: 'Asia/Baghdad' },
  duhok: { country: 'IQ', timeZone: 'Asia/Baghdad' },
  basra: { country: 'IQ', timeZone: 'Asia/Baghdad' },
  mosul: { country: 'IQ', timeZone: 'Asia/Baghdad' },
  kirkuk: { country: 'IQ', timeZone: 'Asia/Baghdad' },
  najaf: { country: 'IQ', timeZone: 'Asia/Baghdad' },
  karbala: { country: 'IQ', timeZone: 'Asia/Baghdad' },
  casablanca: { country: 'MA', timeZone: 'Africa/Casablanca' },
  rabat: { country: 'MA', timeZone: 'Africa/Casablanca' },
  marrakech: { country: 'MA', timeZone: 'Africa/Casablanca' },
  fes: { country: 'MA', timeZone: 'Africa/Casablanca' },
  tangier: { country: 'MA', timeZone: 'Africa/Casablanca' },
  agadir: { country: 'MA', timeZone: 'Africa/Casablanca' },
} as const;
export type CityId = keyof typeof cities;
export const cityIds = Object.keys(cities) as [CityId, ...CityId[]];
