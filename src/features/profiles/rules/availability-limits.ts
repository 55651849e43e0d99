/** What a talent may ask of every booking beside opening hours; the database checks the same bounds. */
export type BookingTerms = {
  /** kept free before and after the work; both count between two bookings */
  bufferBeforeMinutes: number;
  bufferAfterMinutes: number;
  /** a booking is asked for at least so long before it begins */
  noticeHours: number;
  /** bookings that begin on one day of the talent's calendar; null: any number */
  maxPerDay: number | null;
  /** how many days of the talent's calendar ahead a booking may begin */
  horizonDays: number;
};

export const availabilityLimits = {
  bufferMinutes: { least: 0, most: 720 },
  noticeHours: { least: 0, most: 2160 },
  maxPerDay: { least: 1, most: 50 },
  horizonDays: { least: 1, most: 365 },
} as const;

/** While a talent has said nothing. */
export const noTerms: BookingTerms = {
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  noticeHours: 0,
  maxPerDay: null,
  horizonDays: availabilityLimits.horizonDays.most,
};

/** Notice that is longer than the horizon leaves no day to ask for. */
export const termsLeaveRoom = ({ noticeHours, horizonDays }: BookingTerms): boolean => noticeHours < horizonDays * 24;
