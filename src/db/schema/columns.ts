import { sql } from 'drizzle-orm';
import { customType, timestamp, uuid } from 'drizzle-orm/pg-core';

/** Time-ordered ids, made by the database. */
export const id = () =>
  uuid()
    .primaryKey()
    .default(sql`uuidv7()`);
export const at = () => timestamp({ withTimezone: true, mode: 'date' });
export const createdAt = () =>
  at()
    .notNull()
    .default(sql`app.now()`);

/** Money columns: whole numbers of the charged unit. Postgres sends bigint as text; ours stay far inside a double's whole numbers. */
export const amount = customType<{ data: number; driverData: string | number }>({
  dataType: () => 'bigint',
  fromDriver: Number,
  toDriver: (value) => value,
});

/** From one instant to another, the end left out. */
export const period = customType<{ data: string }>({ dataType: () => 'tstzrange' });
