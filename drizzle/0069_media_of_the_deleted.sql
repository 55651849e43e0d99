ALTER TABLE "money_cases" DROP CONSTRAINT "money_cases_kind_is_known";--> statement-breakpoint
ALTER TABLE "money_cases" ADD CONSTRAINT "money_cases_kind_is_known" CHECK ("money_cases"."kind" in ('amount_differs', 'refund_by_hand', 'refund_failed', 'refunded_at_gateway', 'charged_back', 'opening_lost', 'ledger_differs', 'plan_differs', 'account_deleted'));--> statement-breakpoint

-- ---- whoever is gone leaves no page and no pictures: in the transaction that takes their account away. The bytes go by the clock, by the
-- triggers that follow each row. The address of the page stays, for it answers that nobody is there any more; services stay, for
-- bookings are about them; bookings and books stay as they are.
create function app.media_go_with_people() returns trigger language plpgsql security definer set search_path = '' as
$$
declare mine uuid := (select p.id from public.talent_profiles p where p.user_id = new.id);
begin
  delete from public.calendar_feeds f where f.user_id = new.id;
  if mine is null then return null; end if;
  delete from public.portfolio_items i where i.talent_id = mine;
  delete from public.removed_work r where r.talent_id = mine;
  delete from public.service_photos s where s.talent_id = mine;
  delete from public.casting_attributes c where c.talent_id = mine;
  update public.talent_profiles p set display_name = '', headline = '{}', bio = '{}', tags = '{}', languages = '{}', avatar = null where p.id = mine;
  return null;
end $$;--> statement-breakpoint
create trigger media_go_with_people after update on users for each row when (old.deleted_at is null and new.deleted_at is not null) execute function app.media_go_with_people();--> statement-breakpoint
-- product.md N15: deletion waits for open bookings and payouts. Where it did not wait, somebody looks: once, with what is open.
create function app.deletion_leaves_a_case() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  still jsonb := (
    select jsonb_agg(jsonb_build_object('booking', b.id, 'state', b.state) order by b.id) from public.bookings b
    where new.id in (b.talent_user_id, b.customer_id)
      and (b.state in ('paid', 'disputed') or (b.state = 'accepted' and b.hold_expires_at > app.now())
        or (b.state in ('completed', 'reviewed') and b.completed_at + interval '7 days' > app.now()))
  );
  owed jsonb := (
    select jsonb_object_agg(x.currency, x.amount) from (
      select l.currency, (-sum(l.amount))::bigint as amount from public.ledger_lines l where l.account = 'owed' and l.user_id = new.id group by l.currency
      having sum(l.amount) < 0
    ) x
  );
begin
  if still is null and owed is null then return null; end if;
  insert into public.money_cases (kind, subject, facts)
    values ('account_deleted', 'user:' || new.id, jsonb_build_object('userId', new.id, 'bookings', coalesce(still, '[]'), 'owed', coalesce(owed, '{}')))
    on conflict do nothing;
  return null;
end $$;--> statement-breakpoint
create trigger deletion_leaves_a_case after update on users for each row when (old.deleted_at is null and new.deleted_at is not null) execute function app.deletion_leaves_a_case();--> statement-breakpoint
revoke execute on function app.media_go_with_people(), app.deletion_leaves_a_case() from public;
