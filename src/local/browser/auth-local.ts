/**
 * Signing in on one machine, in the browser. Takes the place of Clerk's client when the site is built for the local
 * stack: the same few promises, kept by `/__local` instead of Clerk.
 */
type Person = {
  clerkId: string;
  name: string;
  role: string | null;
  kind: string | null;
  plan: string | null;
  note: string;
};

let held: { token: string; until: number; userId: string } | null = null;
let asking: Promise<string | null> | null = null;

/** Tokens live a minute; one that is about to die is renewed before it is used. */
const margin = 10_000;

async function renew(): Promise<string | null> {
  const answer = await fetch('/__local/token', { method: 'POST' });
  if (!answer.ok) {
    held = null;
    return null;
  }
  const { token, userId }: { token: string; userId: string } = await answer.json();
  held = { token, userId, until: Date.now() + 60_000 - margin };
  return token;
}

export async function token(): Promise<string | null> {
  if (held !== null && Date.now() < held.until) return held.token;
  // Several islands ask at once; one question is enough.
  asking ??= renew().finally(() => {
    asking = null;
  });
  return asking;
}

export async function session(): Promise<{ userId: string } | null> {
  await token();
  return held && { userId: held.userId };
}

export async function signIn(returnTo: string): Promise<void> {
  location.assign(`/__local/sign-in?${new URLSearchParams({ return_to: returnTo })}`);
}

export async function signOut(): Promise<void> {
  held = null;
  await fetch('/__local/sign-out', { method: 'POST' });
}

/** The place where Clerk would show its form: everybody one can be here, and a form for somebody new. */
export async function mount(element: HTMLElement, returnTo = location.pathname): Promise<void> {
  const answer = await fetch('/__local/people');
  const people: Person[] = await answer.json();
  const list = document.createElement('ul');
  list.setAttribute('role', 'list');
  list.style.cssText = 'display: grid; gap: 0.5rem; padding: 0; list-style: none';
  for (const person of people) list.append(item(person, returnTo));
  element.replaceChildren(list);
}

function item(person: Person, returnTo: string): HTMLLIElement {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = '/__local/sign-in';
  for (const [name, value] of Object.entries({ clerkId: person.clerkId, return_to: returnTo })) {
    const input = document.createElement('input');
    Object.assign(input, { type: 'hidden', name, value });
    form.append(input);
  }
  const button = document.createElement('button');
  button.type = 'submit';
  button.className = 'link';
  button.dir = 'auto';
  button.textContent = person.name;
  const about = document.createElement('span');
  about.dir = 'auto';
  about.textContent = ` ${[person.role, person.kind, person.plan, person.note].filter(Boolean).join(' · ')}`;
  form.append(button, about);
  const li = document.createElement('li');
  li.append(form);
  return li;
}
