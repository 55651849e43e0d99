-- Files of conversations: who may do what with which column, and that nothing is left lying about when a row goes.

grant select (id, thread_id, owner_id, message_id, position, name, masked_name, type, size, width, height, state, refusal, storage, object_key, upload_until, created_at, withdrawn_at) on attachments to app_user;--> statement-breakpoint
grant insert, delete on attachments to app_user;--> statement-breakpoint
grant update (message_id, position) on attachments to app_user;--> statement-breakpoint
grant select, delete on attachments to app_system;--> statement-breakpoint
grant update (state, refusal, size, width, height, object_key, ticket_hash) on attachments to app_system;--> statement-breakpoint
grant select, insert, delete on attachment_removals to app_system;--> statement-breakpoint

-- born as announced, whatever the caller wrote
create function app.attachments_are_born_waiting() returns trigger language plpgsql set search_path = '' as
$$
begin
  if current_setting('role', true) not in ('app_user', 'app_system') then return new; end if;
  new.state := 'waiting'; new.refusal := null; new.object_key := null; new.width := null; new.height := null;
  new.message_id := null; new.position := null; new.withdrawn_at := null; new.created_at := app.now();
  return new;
end $$;--> statement-breakpoint
create trigger attachments_are_born_waiting before insert on attachments for each row execute function app.attachments_are_born_waiting();--> statement-breakpoint

-- a file is judged once, sent once, with its owner's own message of the same thread, in the moment that message is written
create function app.attachments_go_forward() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if current_setting('role', true) not in ('app_user', 'app_system') then return new; end if;
  if old.state <> 'waiting' and (new.state, new.refusal, new.object_key, new.size, new.width, new.height) is distinct from (old.state, old.refusal, old.object_key, old.size, old.width, old.height) then
    raise exception 'what was judged stays judged' using errcode = '23514', constraint = 'attachments_go_forward';
  end if;
  if new.message_id is distinct from old.message_id and (old.message_id is not null or not exists (
       select 1 from public.messages m where m.id = new.message_id and m.thread_id = new.thread_id and m.sender_id = new.owner_id and m.sent_at = app.now())) then
    raise exception 'a file goes with a message of its owner as it is sent' using errcode = '23514', constraint = 'attachments_go_forward';
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger attachments_go_forward before update on attachments for each row execute function app.attachments_go_forward();--> statement-breakpoint

-- a message that is taken back takes its files along
create function app.attachments_are_withdrawn() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if old.deleted_at is null and new.deleted_at is not null then
    update public.attachments a set withdrawn_at = new.deleted_at where a.message_id = new.id;
  end if;
  return null;
end $$;--> statement-breakpoint
create trigger attachments_are_withdrawn after update of deleted_at on messages for each row execute function app.attachments_are_withdrawn();--> statement-breakpoint

-- bytes outlive their row until the clock comes by: by hand, by the sweep, with a message, a thread or an account
create function app.attachments_leave_nothing() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  insert into public.attachment_removals (storage, object_key, due_at)
  values (old.storage, 'incoming/' || old.id, greatest(app.now(), old.upload_until));
  if old.object_key is not null then
    insert into public.attachment_removals (storage, object_key, due_at) values (old.storage, old.object_key, app.now());
  end if;
  return null;
end $$;--> statement-breakpoint
create trigger attachments_leave_nothing after delete on attachments for each row execute function app.attachments_leave_nothing();--> statement-breakpoint

-- what nobody sent within a day, and what was taken back a month ago unless somebody still has to judge it
create function app.sweep_attachments(unsent interval, withdrawn interval) returns integer language plpgsql security definer set search_path = '' as
$$
declare gone integer;
begin
  delete from public.attachments a
  where (a.message_id is null and a.created_at < app.now() - unsent)
     or (a.withdrawn_at < app.now() - withdrawn
         and not exists (select 1 from public.reports r where r.thread_id = a.thread_id and r.state = 'open')
         and not exists (select 1 from public.threads t join public.bookings b on b.id = t.booking_id where t.id = a.thread_id and b.state = 'disputed'));
  get diagnostics gone = row_count;
  return gone;
end $$;--> statement-breakpoint
revoke execute on function app.attachments_are_born_waiting(), app.attachments_go_forward(), app.attachments_are_withdrawn(), app.attachments_leave_nothing(), app.sweep_attachments(interval, interval) from public;--> statement-breakpoint
grant execute on function app.sweep_attachments(interval, interval) to app_system;
