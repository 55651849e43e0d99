/** A short number for a question, the same whenever the same is asked (FNV-1a, 32 bits): tells questions apart, keeps no secret. */
export function markOf(question: unknown): number {
  let mark = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(JSON.stringify(question))) mark = Math.imul(mark ^ byte, 0x01000193);
  return mark >>> 0;
}
