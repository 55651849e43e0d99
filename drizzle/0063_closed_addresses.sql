-- What the log says of a page a minor loses: which address it was, and whether it stood on the public site. One that only
-- members saw has no address to close.
create or replace function app.minors_leave_the_page() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  who text := coalesce(new.user_id, old.user_id);
  page record;
begin
  if not app.needs_guardian(who) then return null; end if;
  update public.talent_profiles p set published_at = null, updated_at = app.now()
    where p.user_id = who and p.published_at is not null returning p.id, p.slug, p.seen_by into page;
  if found then
    insert into public.audit_log (at, action, subject_kind, subject_id, reason, data)
    values (
      app.now(),
      case page.seen_by when 'everyone' then 'profile.unpublished' else 'profile.withdrawn' end,
      'talent_profile', page.id::text, 'a minor without a guardian''s consent',
      jsonb_build_object('slug', page.slug, 'seenBy', page.seen_by)
    );
  end if;
  return null;
end $$;
