/** The four ways in. `mawahib_app` and `mawahib_system` are what production has at run time; the owner migrates; `postgres` exists here only, for tests and set-up. */
export const logins = ['postgres', 'mawahib_owner', 'mawahib_app', 'mawahib_system'] as const;
export type Login = (typeof logins)[number];
export type Passwords = Record<Login, string>;

export function databaseUrl(passwords: Passwords, login: Login, port: number, database: string): string {
  return `postgres://${login}:${encodeURIComponent(passwords[login])}@127.0.0.1:${port}/${database}`;
}
