const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** A section once its save is answered: what the server made of what was sent, and whatever was typed into it meanwhile. */
export function typedSince<Fields extends object>(sent: Fields, now: Fields, kept: Fields): Fields {
  const later = (Object.keys(now) as (keyof Fields)[]).filter((field) => !same(now[field], sent[field]));
  return { ...kept, ...Object.fromEntries(later.map((field) => [field, now[field]])) };
}
