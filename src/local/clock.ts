import { Temporal } from 'temporal-polyfill';

/**
 * The application's time. It moves forward by ISO 8601 durations and back only to the real hour; it lasts as long as the
 * process. Session tokens keep real time, because the library that verifies them reads the machine's clock.
 */
export type LocalClock = {
  now(): Date;
  offsetMs(): number;
  advance(duration: string): Date | { refused: string };
  reset(): Date;
};

const farthestMs = 20 * 366 * 24 * 3_600_000;

export function startClock(onMove: (offsetMs: number) => void, real: () => number = Date.now): LocalClock {
  let offset = 0;
  const now = () => new Date(real() + offset);
  const move = (next: number) => {
    offset = next;
    onMove(offset);
    return now();
  };
  return {
    now,
    offsetMs: () => offset,
    reset: () => move(0),
    advance: (text) => {
      const duration = parse(text);
      if (!duration) return { refused: 'That is not an ISO 8601 duration, such as PT31M or P2DT3H.' };
      if (duration.sign < 0)
        return { refused: 'The clock only goes forward; {"reset": true} returns it to the real time.' };
      const at = real();
      const to = after(Temporal.Instant.fromEpochMilliseconds(at + offset).toZonedDateTimeISO('UTC'), duration);
      if (to === null || to - at > farthestMs) return { refused: 'The clock goes no further than twenty years ahead.' };
      return move(to - at);
    },
  };
}

function parse(text: string): Temporal.Duration | null {
  try {
    return Temporal.Duration.from(text);
  } catch {
    return null;
  }
}

function after(from: Temporal.ZonedDateTime, duration: Temporal.Duration): number | null {
  try {
    return from.add(duration).epochMilliseconds;
  } catch {
    return null;
  }
}
