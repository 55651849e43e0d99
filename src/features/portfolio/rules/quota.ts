import type { Entitlements } from '../../subscriptions/rules/entitlements.ts';

const megabyte = 1024 * 1024;

export type Used = { items: number; bytes: number };
export type Room = { items: number; bytes: number; videoBytes: number };

/** What a plan gives, in the units that are counted. */
export function roomOf(given: Entitlements['portfolio']): Room {
  if (given === false) return { items: 0, bytes: 0, videoBytes: 0 };
  return {
    items: given.items,
    bytes: given.megabytes * megabyte,
    videoBytes: given.videoMegabytes * megabyte,
  };
}

/** What stops one more piece of this size. The trigger `portfolio_keeps_to_the_plan` says the same, finally. */
export function whyNoRoom(
  used: Used,
  room: Room,
  wish: { kind: 'image' | 'video' | 'audio' | 'link' | 'portrait'; bytes: number },
): 'items' | 'bytes' | 'video' | null {
  if (wish.kind === 'video' && wish.bytes > room.videoBytes) return 'video';
  // a portrait is no piece of work; its bytes are bytes
  if (wish.kind !== 'portrait' && used.items >= room.items) return 'items';
  if (used.bytes + wish.bytes > room.bytes) return 'bytes';
  return null;
}

export const inMegabytes = (bytes: number): number => Math.ceil((bytes / megabyte) * 10) / 10;
