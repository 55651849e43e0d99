-- Bit by bit: an aggregate takes longer to set up than this takes for a few hundred, and is no quicker for thousands.
create or replace function app.search_bits(ordinals smallint[]) returns bit varying language plpgsql immutable parallel safe set search_path = '' as
$$
declare
  made bit varying := app.search_none();
  one smallint;
begin
  foreach one in array ordinals loop made := set_bit(made, one, 1); end loop;
  return made;
end $$;--> statement-breakpoint
drop aggregate app.search_set(integer, integer);--> statement-breakpoint
create or replace function app.search_sliced(sets bit varying[], parts text[], falls boolean[], most integer, keys bigint[], place integer) returns integer[] language plpgsql stable security definer set search_path = '' as
$$
declare
  none constant bit varying := app.search_none();
  stretch integer;
  slices bit varying[];
  among bit varying;
  later bit varying;
  split record;
  sure bit varying;
  tied bit varying;
  better bit varying;
  wanted integer;
  many integer;
  chosen integer[] := '{}';
begin
  -- few are sooner looked at
  if (select sum(bit_count(sets[s])) from generate_subscripts(sets, 1) s) <= 600 then
    return array(select s * 32000 + o from generate_subscripts(sets, 1) s, unnest(app.search_ordinals(sets[s])) o);
  end if;
  foreach stretch in array array(select s from generate_subscripts(sets, 1) s) loop
    among := sets[stretch];
    continue when among is null or among = none;
    if place is not null then
      later := none;
      tied := among;
      for n in 1 .. cardinality(parts) loop
        exit when tied = none;
        split := app.search_compare(app.search_slices_of(stretch, parts[n]), tied, keys[n]);
        later := later | case when falls[n] then split.below else split.above end;
        tied := split.same;
      end loop;
      among := later | case
        when stretch > place / 32000 then tied
        when stretch < place / 32000 then none
        else tied & (repeat('0', place % 32000 + 1) || repeat('1', 31999 - place % 32000))::bit varying end;
    end if;
    sure := none;
    tied := among;
    wanted := most;
    many := bit_count(tied);
    for n in 1 .. cardinality(parts) loop
      exit when many <= greatest(wanted, 48);
      slices := app.search_slices_of(stretch, parts[n]);
      for b in reverse 41 .. 1 loop
        exit when many <= greatest(wanted, 48);
        -- nobody has this bit: all are alike
        continue when slices[b] is null;
        better := case when falls[n] then tied & slices[b] else tied & ~slices[b] end;
        many := bit_count(better);
        if many >= wanted then tied := better;
        else sure := sure | better; wanted := wanted - many; tied := tied & ~better; many := bit_count(tied);
        end if;
      end loop;
    end loop;
    -- whoever is tied to the end comes in the order of the index
    if many <= greatest(wanted, 48) then
      among := sure | tied;
    else
      chosen := chosen || array(select stretch * 32000 + o from unnest((app.search_ordinals(tied))[1:wanted]) o);
      among := sure;
    end if;
    continue when among = none;
    chosen := chosen || array(select stretch * 32000 + o from unnest(app.search_ordinals(among)) o);
  end loop;
  return chosen;
end $$;
