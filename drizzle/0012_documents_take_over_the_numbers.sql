-- ---- what was paid before documents were kept -----------------------------------------------------------------------------
-- numbered anew, in the order the money came, by the year in Baghdad: the old count had gaps
insert into document_series (series, last)
select 'MW-' || to_char(p.paid_at at time zone 'Asia/Baghdad', 'YYYY'), count(*)::integer
from payments p where p.paid_at is not null and p.payable_kind = 'booking' group by 1;--> statement-breakpoint
insert into documents (kind, series, number, user_id, payee_id, payment_id, snapshot, issued_at)
select 'receipt', 'MW-' || to_char(p.paid_at at time zone 'Asia/Baghdad', 'YYYY'),
  row_number() over (partition by to_char(p.paid_at at time zone 'Asia/Baghdad', 'YYYY') order by p.paid_at, p.id),
  p.payer_id, p.payee_id, p.id,
  jsonb_build_object(
    'seller', jsonb_build_object('name', 'Mawahib', 'address', '', 'taxId', ''),
    'payer', jsonb_build_object('name', b.customer_name),
    'payee', jsonb_build_object('name', b.talent_name),
    'sold', jsonb_build_object('title', b.service_title, 'for', jsonb_build_object(
      'kind', 'appointment',
      'startsAt', to_char(b.starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'endsAt', to_char(b.ends_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'timeZone', b.time_zone)),
    'amount', jsonb_build_object('amount', p.amount, 'currency', p.currency),
    'paid', jsonb_build_object(
      'through', coalesce(p.paid_through, ''),
      'title', case p.paid_through when 'fib' then 'FIB' when 'stripe' then 'Stripe' else coalesce(p.paid_through, '') end,
      'reference', coalesce(p.paid_reference, ''),
      'at', to_char(p.paid_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
    'refunded', null, 'credits', null, 'timeZone', 'Asia/Baghdad'),
  p.paid_at
from payments p join bookings b on b.id = p.payable_id
where p.paid_at is not null and p.payable_kind = 'booking';--> statement-breakpoint
ALTER TABLE "payments" DROP COLUMN "receipt_number";--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_series_fits_the_kind" CHECK ("documents"."series" ~ case when "documents"."kind" = 'credit_note' then '^MW-CN-[0-9]{4}$' else '^MW-[0-9]{4}$' end);--> statement-breakpoint

-- ---- grants -----------------------------------------------------------------------------------------------------------
grant select on documents to app_user;--> statement-breakpoint
grant select, insert on documents to app_system;--> statement-breakpoint
grant select, insert on document_series to app_system;--> statement-breakpoint
grant update (last) on document_series to app_system;--> statement-breakpoint
-- what an attempt asks for is shown to its payer
grant select (amount, currency, mode) on payment_attempts to app_user;--> statement-breakpoint

-- ---- a document is never changed and never gone, whoever asks, the owner too --------------------------------------------
create trigger documents_are_added_to before update or delete or truncate on documents for each statement execute function app.refuse();--> statement-breakpoint
create trigger document_series_stay before delete or truncate on document_series for each statement execute function app.refuse();--> statement-breakpoint

-- ---- numbers have no gap ------------------------------------------------------------------------------------------------
-- counting goes up by one, from one; demo data is loaded by the owner, a year at once
create function app.document_series_count_by_one() returns trigger language plpgsql set search_path = '' as
$$
begin
  if current_user <> 'app_system' then return new; end if;
  if tg_op = 'INSERT' and new.last <> 1 or tg_op = 'UPDATE' and (new.series <> old.series or new.last <> old.last + 1) then
    raise exception 'numbers are taken one by one' using errcode = '23514', constraint = 'document_series_count_by_one';
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger document_series_count_by_one before insert or update on document_series for each row execute function app.document_series_count_by_one();--> statement-breakpoint

-- a document carries the number that was just taken; whoever took it still holds the series
create function app.documents_carry_the_last_number() returns trigger language plpgsql set search_path = '' as
$$
begin
  if current_user <> 'app_system' then return new; end if;
  if not exists (select 1 from public.document_series s where s.series = new.series and s.last = new.number) then
    raise exception 'a document carries the last number of its series' using errcode = '23514', constraint = 'documents_carry_the_last_number';
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger documents_carry_the_last_number before insert on documents for each row execute function app.documents_carry_the_last_number();--> statement-breakpoint

-- at commit every number that was taken stands on a document
create function app.document_numbers_are_used() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if not exists (select 1 from public.documents d where d.series = new.series and d.number = new.last) then
    raise exception 'number % of % was taken and not used', new.last, new.series using errcode = '23514', constraint = 'document_numbers_are_used';
  end if;
  return null;
end $$;--> statement-breakpoint
create constraint trigger document_numbers_are_used after insert or update on document_series deferrable initially deferred
  for each row execute function app.document_numbers_are_used();--> statement-breakpoint
revoke execute on function app.document_series_count_by_one(), app.documents_carry_the_last_number(), app.document_numbers_are_used() from public;
