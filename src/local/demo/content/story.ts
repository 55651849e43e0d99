import type { exampleIds } from '../../../features/examples.ts';

/**
 * One booking as it went, told in lines:
 * `c: …` and `t: …` are what customer and talent write in the thread;
 * `quote 350000: …`, `change: …`, `accept`, `accept, a day to pay`, `pay`, `pay late`, `decline`, `withdraw c`, `expire`, `done c`, `auto`,
 * `review c 5: …`, `cancel t`, `dispute c`, `resolve`, `refund` are moves; `@day` and `@after` move the time to the event and past it.
 */
export type DemoStory = {
  talent: string;
  customer: string;
  service: number;
  /** days from today on the talent's calendar; moved to the nearest open day */
  day: number;
  at: string;
  /** how many days before today it was asked for */
  asked: number;
  note: string;
  place: string;
  script: readonly string[];
  /** the API's examples speak of this booking */
  example?: keyof typeof exampleIds;
};
