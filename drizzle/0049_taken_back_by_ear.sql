-- What is taken back leaves the inbox of each who heard it last, though others have said more since to others.
create or replace function app.messages_taken_back() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if old.deleted_at is not null or new.deleted_at is null then return null; end if;
  -- in the order in which whoever speaks takes them
  perform 1 from public.thread_members m where m.thread_id = new.thread_id order by m.user_id for no key update;
  update public.thread_members m set preview = ''
  where m.thread_id = new.thread_id and (new.open and not m.narrow or m.user_id in (new.sender_id, new.to_id))
    and not exists (select 1 from public.messages x where x.thread_id = new.thread_id and x.id > new.id and (x.open and not m.narrow or m.user_id in (x.sender_id, x.to_id)));
  return null;
end $$;
