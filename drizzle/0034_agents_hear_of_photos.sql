-- Asking for photos and their coming stand in the talent's conversation with their agent (S2-06), and no agent writes what came with them.
create or replace function app.talent_of_news(kind text, payload jsonb, actor text) returns table (talent text, thread uuid) language plpgsql stable security definer set search_path = '' as
$$
declare named text := coalesce(payload ->> 'inquiryId', payload ->> 'contactId', payload ->> 'bookingId', payload ->> 'requestId', payload ->> 'threadId');
begin
  if named is null or not pg_input_is_valid(named, 'uuid') then return; end if;
  if kind like 'photos.%' then return query
    select p.talent_user_id, t.id from public.photo_requests p left join public.threads t on t.inquiry_id = p.inquiry_id where p.id = named::uuid;
  elsif kind like 'inquiry.%' then return query
    select i.talent_user_id, t.id from public.inquiries i join public.threads t on t.inquiry_id = i.id where i.id = named::uuid;
  elsif kind like 'contact.%' then return query
    select c.talent_user_id, t.id from public.contacts c join public.threads t on t.contact_id = c.id where c.id = named::uuid;
  elsif kind like 'booking.%' then return query
    select b.talent_user_id, t.id from public.bookings b left join public.threads t on t.booking_id = b.id where b.id = named::uuid;
  elsif kind = 'message.sent' then return query
    select m.user_id, m.thread_id from public.thread_members m where m.thread_id = named::uuid and m.side = 'talent';
  end if;
end $$;--> statement-breakpoint
select app.keep_agents_out();
