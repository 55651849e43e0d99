import { html } from 'hono/html';
import type { Person } from '../parts.ts';
import { frame, home, type Html } from './frame.ts';

/** `pro` and `PRO` say the same to somebody who chooses whom to be. */
const words = ({ role, kind, plan, membership }: Person): string =>
  [role, kind, plan?.toLowerCase() === kind ? null : plan, membership && `member (${membership})`]
    .filter(Boolean)
    .join(' · ');

/** One button for every demo person, and a form for somebody new. */
export const peopleList = (people: readonly Person[], returnTo: string): Html =>
  html`<ul class="people">
    ${people.map(
      (person) =>
        html`<li>
          <strong><bdi>${person.name}</bdi></strong>
          <span><span class="badge">${words(person) || 'no account yet'}</span></span>
          <span class="soft">${person.note}</span>
          <span class="soft"><code>${person.email}</code></span>
          <form method="post" action="/__local/sign-in">
            <input type="hidden" name="clerkId" value="${person.clerkId}" />
            <input type="hidden" name="return_to" value="${returnTo}" />
            <button type="submit">Sign in</button>
          </form>
        </li>`,
    )}
  </ul>`;

export const newPersonForm = (returnTo: string): Html =>
  html`<form method="post" action="/__local/sign-in" class="row">
    <input type="hidden" name="return_to" value="${returnTo}" />
    <label>E-mail<br /><input type="email" name="email" required autocomplete="off" /></label>
    <label>Name<br /><input name="name" required autocomplete="off" /></label>
    <button type="submit">Sign up and in</button>
  </form>`;

export const signInPage = (people: readonly Person[], returnTo: string): Html =>
  frame(
    'Sign in',
    html`${home}
      <h1>Who are you?</h1>
      <p class="soft">This stands in for Clerk. You will go on to <code>${returnTo}</code>.</p>
      ${peopleList(people, returnTo)}
      <h2>Somebody new</h2>
      ${newPersonForm(returnTo)}`,
  );
