import { allow, refuse, type Decision } from '../../../core/decision.ts';
import { entitlementTable, type Tier } from '../../subscriptions/rules/entitlements.ts';

export const listLimits = {
  name: 80,
  note: 500,
  /** what no plan has more of: far beyond what anybody reads */
  lists: 500,
  talents: 2_000,
  /** talents of a list that are shown at once */
  page: 50,
} as const;

/** How many lists a plan has, and how many talents in each; null: as many as one likes. */
export type ListRoom = { lists: number | null; talents: number | null; shared: boolean };

/** Null: this account keeps no lists at all. SQL repeats it as `app.list_room`, tested against it tier by tier. */
export function listRoom(tier: Tier | null): ListRoom | null {
  const has = tier === null ? false : entitlementTable[tier].collections;
  return has === false ? null : has;
}

type Refusal = 'role_not_allowed' | 'upgrade_required' | 'limit_reached';

/** May one more list be made? */
export function mayMakeList(room: ListRoom | null, lists: number): Decision<true, Refusal> {
  if (room === null) return refuse('role_not_allowed');
  if (room.lists !== null && lists >= room.lists) return refuse('upgrade_required');
  return lists >= listLimits.lists ? refuse('limit_reached') : allow(true);
}

/**
 * May one more talent be put into a list? Whoever has more lists than their plan keeps reading and clearing them, and puts nothing in
 * until they fit again: which of them should go is theirs to choose.
 */
export function mayAddTalent(room: ListRoom | null, kept: { lists: number; talents: number }): Decision<true, Refusal> {
  if (room === null) return refuse('role_not_allowed');
  if (room.lists !== null && kept.lists > room.lists) return refuse('upgrade_required');
  if (room.talents !== null && kept.talents >= room.talents) return refuse('upgrade_required');
  return kept.talents >= listLimits.talents ? refuse('limit_reached') : allow(true);
}

/** The order after one was put behind another; null: to the front. What is not in the list changes nothing. */
export function placed<Id extends string>(order: readonly Id[], moved: Id, after: Id | null): Id[] {
  if (!order.includes(moved) || moved === after || (after !== null && !order.includes(after))) return [...order];
  const rest = order.filter((id) => id !== moved);
  rest.splice(after === null ? 0 : rest.indexOf(after) + 1, 0, moved);
  return rest;
}
