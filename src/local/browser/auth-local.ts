/**
 * Signing in on one machine, in the browser. Takes the place of Clerk's client when the site is built for the local
 * stack: the same few promises, kept by `/__local` instead of Clerk.
 */
import { signInPath, type AuthClient } from '../../client/auth.ts';
import { buttonClass } from '../../styles/button.ts';

type Person = { clerkId: string; name: string; role: string | null; kind: string | null; note: string };

let held: { token: string; until: number; userId: string } | null = null;
let asking: Promise<string | null> | null = null;

/** Tokens live a minute; one that is about to die is renewed before it is used. */
const goodFor = 50_000;

async function renew(): Promise<string | null> {
  const answer = await fetch('/__local/token', { method: 'POST' });
  if (!answer.ok) throw new Error(`the local stack answered ${answer.status}`);
  const { token, userId }: { token: string; userId: string } | { token: null; userId: null } = await answer.json();
  held = token === null ? null : { token, userId, until: Date.now() + goodFor };
  return token;
}

export const token: AuthClient['token'] = async () => {
  if (held !== null && Date.now() < held.until) return held.token;
  // Several islands ask at once; one question is enough.
  asking ??= renew().finally(() => {
    asking = null;
  });
  return asking;
};

export const session: AuthClient['session'] = async () => {
  await token();
  return held && { userId: held.userId };
};

export const signIn: AuthClient['signIn'] = async (returnTo) => {
  location.assign(signInPath(document.documentElement.lang, returnTo));
};

export const signOut: AuthClient['signOut'] = async () => {
  held = null;
  await fetch('/__local/sign-out', { method: 'POST' });
};

/** Where Clerk would show its form: everybody one can be here, and a form for somebody new. It speaks English, as Clerk's stand-in does. */
export const mount: AuthClient['mount'] = async (element, returnTo) => {
  const answer = await fetch('/__local/people');
  if (!answer.ok) throw new Error(`the local stack answered ${answer.status}`);
  const people: Person[] = await answer.json();
  const list = make('ul', { role: 'list' }, 'display: grid; gap: 0.75rem; padding: 0; list-style: none');
  list.append(...people.map((person) => row(person, returnTo)));
  const box = make('div', { lang: 'en', dir: 'ltr' }, 'display: grid; gap: 2rem');
  box.append(list, newcomer(returnTo));
  element.replaceChildren(box);
};

function row(person: Person, returnTo: string): HTMLElement {
  const form = signInForm({ clerkId: person.clerkId, return_to: returnTo });
  form.style.cssText = 'display: grid; gap: 0.25rem; justify-items: start';
  const about = make('span', { dir: 'auto' }, 'color: var(--ink-soft)');
  about.textContent = `${[person.role ?? 'new', person.kind].filter(Boolean).join(', ')}. ${person.note}`;
  form.append(submit(person.name), about);
  const item = make('li');
  item.append(form);
  return item;
}

function newcomer(returnTo: string): HTMLElement {
  const form = signInForm({ return_to: returnTo });
  form.style.cssText = 'display: grid; gap: 0.75rem; justify-items: start';
  form.append(field('email', 'E-mail', 'email'), field('name', 'Name', 'text'), submit('Sign up and in'));
  return form;
}

function signInForm(values: Record<string, string>): HTMLFormElement {
  const form = make('form', { method: 'post', action: '/__local/sign-in' });
  for (const [name, value] of Object.entries(values)) form.append(make('input', { type: 'hidden', name, value }));
  return form;
}

function field(name: string, text: string, type: string): HTMLElement {
  const label = make('label', {}, 'display: grid; gap: 0.25rem; inline-size: 100%');
  const look = 'border: 1px solid var(--line-strong); border-radius: 0.6rem; padding: 0.5rem 0.75rem';
  label.append(text, make('input', { name, type, required: '', autocomplete: 'off' }, look));
  return label;
}

function submit(text: string): HTMLElement {
  const button = make('button', { type: 'submit', class: buttonClass('secondary'), dir: 'auto' });
  button.textContent = text;
  return button;
}

function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string> = {},
  style = '',
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  // Set through the object, which the page's content policy allows, not as an attribute, which it refuses.
  if (style) element.style.cssText = style;
  return element;
}
