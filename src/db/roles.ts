import { sql } from 'drizzle-orm';
import { pgPolicy, pgRole } from 'drizzle-orm/pg-core';

/** Group roles; the logins that may take them are made by SQL outside the migrations (docs/deploy.md). */
export const appVisitor = pgRole('app_visitor').existing();
export const appUser = pgRole('app_user').existing();
export const appSystem = pgRole('app_system').existing();

/** The Clerk id of whoever asks; worked out once per statement. Compare as `column = me`, never `(select f() = column)`. */
export const me = sql`(select app.user_id())`;
/** May whoever asks see the books? Worked out once per statement. */
export const isOperator = sql`(select app.is_operator())`;
/** The application's time, which the local clock can move. */
export const appNow = sql`(select app.now())`;
/** Nobody who acts for an account sees these of it: beside whatever else a policy lets. */
export const ownLoginAlone = () =>
  pgPolicy('their own login alone', {
    as: 'restrictive',
    for: 'select',
    to: appUser,
    using: sql`not (select app.is_acting())`,
  });
