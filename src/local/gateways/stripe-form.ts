/** A form with brackets, unfolded: `a[b][0]=c` is `{a: {b: {0: 'c'}}}`. Lists keep their numbers as names. */
export type Form = { [name: string]: Form | string };

const deepest = 8;

/** Null where one name is both a value and a group, or is no name at all. */
export function readForm(text: string): Form | null {
  const root: Form = empty();
  for (const [key, value] of new URLSearchParams(text)) {
    const path = pathOf(key);
    if (path === null || !put(root, path, value)) return null;
  }
  return root;
}

// what arrives is never a name the language gives a meaning to
const empty = (): Form => Object.create(null) as Form;

function pathOf(key: string): string[] | null {
  const [, head, rest = ''] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(key) ?? [];
  if (head === undefined) return null;
  const path = [head, ...[...rest.matchAll(/\[([^[\]]*)\]/g)].map(([, name = '']) => name)];
  return path.length > deepest ? null : path;
}

function put(into: Form, [name = '', ...rest]: string[], value: string): boolean {
  // `expand[]=x` is the next of a list
  const key = name === '' ? String(Object.keys(into).length) : name;
  const [next] = rest;
  if (next === undefined) {
    if (typeof into[key] === 'object') return false;
    into[key] = value;
    return true;
  }
  const inner = into[key] ?? empty();
  if (typeof inner === 'string') return false;
  into[key] = inner;
  return put(inner, rest, value);
}

/** The values of a list, in the order of their numbers. */
export const listed = (form: Form | string | undefined): (Form | string)[] =>
  typeof form === 'object' ? Object.values(form) : [];
