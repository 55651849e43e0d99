type DatabaseError = { code: string; constraint: string | undefined; message: string };

/** What Postgres said, from under the wrappings of the driver; null when the error is not the database's. */
export function databaseError(error: unknown): DatabaseError | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string' && /^[0-9A-Z]{5}$/.test(cause.code)) {
      return {
        code: cause.code,
        constraint: 'constraint' in cause && typeof cause.constraint === 'string' ? cause.constraint : undefined,
        message: cause.message,
      };
    }
  }
  return null;
}

export const violates = (error: unknown, constraint: string): boolean =>
  databaseError(error)?.constraint === constraint;

/** What Postgres says of values no column can hold: bytes that are no text, text that is no JSON, dates that are none. */
const unfitCodes = new Set(['22021', '22P05', '22P02', '22007', '22008', '22003']);
export const isUnfitValue = (error: unknown): boolean => unfitCodes.has(databaseError(error)?.code ?? '');

/** serialization_failure and deadlock_detected: Postgres asks for another try. */
export function isRetryable(error: unknown): boolean {
  const code = databaseError(error)?.code;
  return code === '40001' || code === '40P01';
}
