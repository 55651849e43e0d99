-- Is there more of a page than whoever asks sees? That, and nothing of it. Of a visitor: what is for members.
drop function app.more_for_members(uuid);--> statement-breakpoint
create function app.more_to_see(talent uuid) returns boolean language plpgsql stable security definer set search_path = '' as
$$
declare
  hidden text[] := array(select a from unnest(array['members', 'subscribers']) a where not app.sees(a));
begin
  if hidden = '{}' then return false; end if;
  return
    exists (select 1 from public.portfolio_items i
      where i.talent_id = talent and i.visibility = any (hidden) and i.state = 'ready' and i.kind <> 'portrait')
    or exists (select 1 from public.casting_attributes c where c.talent_id = talent and c.seen_by = any (hidden)
      and (num_nonnulls(c.playing_age_from, c.height_cm, c.hair, c.eyes, c.voice) > 0 or cardinality(c.skills) + cardinality(c.accents) + jsonb_array_length(c.credits) > 0));
end $$;--> statement-breakpoint
revoke execute on function app.more_to_see(uuid) from public;--> statement-breakpoint
grant execute on function app.more_to_see(uuid) to app_visitor, app_user;
