import { html } from 'hono/html';
import type { Mail } from '../../mailbox.ts';
import { frame, home, moment, type Html } from './frame.ts';

export const mailboxPage = (mails: readonly Mail[], to: string | undefined): Html =>
  frame(
    'Mailbox',
    html`${home}
      <h1>Mailbox</h1>
      <form class="row">
        <label>To<br /><input type="email" name="to" value="${to ?? ''}" /></label>
        <button type="submit" class="quiet">Show</button>
      </form>
      ${mails.length === 0 ? html`<p class="card">No mail yet. What the app sends arrives here.</p>` : mailTable(mails)}`,
  );

const mailTable = (mails: readonly Mail[]): Html =>
  html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">Subject</th>
          <th scope="col">To</th>
          <th scope="col">Language</th>
          <th scope="col">At</th>
        </tr>
      </thead>
      <tbody>
        ${mails.map(
          (mail) =>
            html`<tr>
              <td dir="auto"><a href="/__local/mail/${mail.id}">${mail.subject || '(no subject)'}</a></td>
              <td dir="auto">${mail.to}</td>
              <td>${mail.locale ?? ''}</td>
              <td>${moment(mail.at)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;

export const mailPage = (mail: Mail): Html =>
  frame(
    mail.subject,
    html`<p><a href="/__local/mailbox">← the mailbox</a></p>
      <h1 dir="auto">${mail.subject}</h1>
      <p class="soft" dir="auto">${mail.from} → ${mail.to} · ${moment(mail.at)} · ${mail.locale ?? 'no language'}</p>
      ${
        mail.html === null
          ? ''
          : html`<iframe title="The mail as it looks" sandbox="allow-popups" srcdoc="${mail.html}"></iframe>`
      }
      <h2>Links</h2>
      <ul>
        ${mail.links.map(
          (link) =>
            html`<li>
              <a href="${link}"><code>${link}</code></a>
            </li>`,
        )}
      </ul>
      <h2>As text</h2>
      <pre dir="auto">${mail.text}</pre>`,
  );
