/** Weekly hours people really keep, as [ISO weekdays, from, until] on the talent's own clock. */
export const weeks = {
  /** studios in Iraq: Saturday to Thursday, Friday from the afternoon on */
  studio: [
    [[6, 7, 1, 2, 3, 4], '10:00', '22:00'],
    [[5], '15:00', '22:00'],
  ],
  /** weddings and parties: every day from noon, till the hall closes */
  events: [[[1, 2, 3, 4, 5, 6, 7], '12:00', '23:45']],
  /** those with another job: evenings, and whole free days */
  evenings: [
    [[7, 1, 2, 3], '16:00', '22:30'],
    [[4, 5, 6], '11:00', '23:30'],
  ],
  /** desk work in Iraq: Sunday to Thursday */
  desk: [[[7, 1, 2, 3, 4], '09:00', '18:00']],
  /** mornings and nights, with the midday heat left out */
  south: [
    [[6, 7, 1, 2, 3, 4], '08:00', '13:00'],
    [[6, 7, 1, 2, 3, 4, 5], '16:00', '23:30'],
  ],
  /** film and kitchen days that start early */
  early: [[[6, 7, 1, 2, 3, 4], '07:00', '20:00']],
  /** Morocco: Monday to Saturday */
  atelier: [
    [[1, 2, 3, 4], '09:30', '19:30'],
    [[5], '15:00', '20:30'],
    [[6], '10:00', '20:30'],
  ],
  /** Morocco: events, all week */
  fetes: [[[1, 2, 3, 4, 5, 6, 7], '11:00', '23:45']],
} as const satisfies Record<string, readonly (readonly [readonly number[], string, string])[]>;
export type WeekName = keyof typeof weeks;

/** What people with such a week ask of a booking; the others take them as they come. */
export const usualTerms: Partial<
  Record<
    WeekName,
    {
      bufferBeforeMinutes: number;
      bufferAfterMinutes: number;
      noticeHours: number;
      maxPerDay: number | null;
      horizonDays: number;
    }
  >
> = {
  studio: { bufferBeforeMinutes: 0, bufferAfterMinutes: 30, noticeHours: 24, maxPerDay: 4, horizonDays: 180 },
  events: { bufferBeforeMinutes: 60, bufferAfterMinutes: 60, noticeHours: 72, maxPerDay: 2, horizonDays: 365 },
  atelier: { bufferBeforeMinutes: 15, bufferAfterMinutes: 15, noticeHours: 48, maxPerDay: null, horizonDays: 120 },
};
