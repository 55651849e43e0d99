-- Who may enter the database. Run it in the application's database, as the role that made that database
-- (on Neon: neondb_owner, in the SQL editor). It can be run again. Migrations never touch logins.
-- Afterwards give each login its own long random password:
--   alter role mawahib_owner password '...';  alter role mawahib_app password '...';  alter role mawahib_system password '...';

do $$
declare
  name text;
begin
  -- What policies and grants speak of. Nobody signs in as one of these: a door takes the role for one transaction.
  foreach name in array array['app_visitor', 'app_user', 'app_system'] loop
    if not exists (select from pg_roles where rolname = name) then
      execute format('create role %I nologin noinherit', name);
    end if;
  end loop;

  -- mawahib_owner migrates and owns the tables; mawahib_app serves people; mawahib_system serves webhooks and jobs.
  -- Made with SQL, since roles made in Neon's console or API walk past row-level security.
  foreach name in array array['mawahib_owner', 'mawahib_app', 'mawahib_system'] loop
    if not exists (select from pg_roles where rolname = name) then
      execute format('create role %I login noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls', name);
    end if;
  end loop;
end
$$;

-- A login has no rights of its own: it may only become the role a door names.
grant app_visitor, app_user to mawahib_app with inherit false, set true;
grant app_system to mawahib_system with inherit false, set true;

-- One stuck request must not hold locks and connections for the others.
alter role mawahib_app set statement_timeout = '20s';
alter role mawahib_app set lock_timeout = '10s';
alter role mawahib_app set idle_in_transaction_session_timeout = '20s';
alter role mawahib_system set statement_timeout = '60s';
alter role mawahib_system set lock_timeout = '10s';
alter role mawahib_system set idle_in_transaction_session_timeout = '60s';

-- Only the owner of a database may add trusted extensions (btree_gist, pg_trgm) and schemas.
grant mawahib_owner to current_user with set true;
do $$
begin
  execute format('alter database %I owner to mawahib_owner', current_database());
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to mawahib_app, mawahib_system', current_database());
end
$$;
