import { html } from 'hono/html';
import type { State } from '../../whatsapp/twin.ts';
import { frame, home, moment, type Html } from './frame.ts';

/** A telephone with WhatsApp: what the app sent to it, what it sent, and a way to send a picture. */
export function phonePage(number: string, { ours, theirs }: State): Html {
  const talk = [
    ...ours.filter(({ to }) => to === number).map((one) => ({ ...one, from: 'Mawahib' })),
    ...theirs
      .filter(({ from }) => from === number)
      .map((one) => ({ ...one, from: `+${number}`, link: null, statuses: [] as string[] })),
  ].toSorted((a, b) => (a.at < b.at ? -1 : 1));
  return frame(
    `WhatsApp of +${number}`,
    html`${home}
      <h1>WhatsApp of +${number}</h1>
      ${talk.length === 0 ? html`<p class="card">Nothing here yet.</p>` : ''}
      ${talk.map(
        (one) =>
          html`<div class="card">
            <p class="soft">
              ${one.from} · ${moment(one.at)} ${one.statuses.length > 0 ? `· ${one.statuses.join(', ')}` : ''}
            </p>
            <p dir="auto">${one.text} ${'media' in one && one.media ? '[picture]' : ''}</p>
            ${one.link ? html`<p><a href="${one.link}">${one.link}</a></p>` : ''}
          </div>`,
      )}
      <h2>Send</h2>
      <form method="post" enctype="multipart/form-data" class="card">
        <p>
          <label>A picture<br /><input type="file" name="picture" accept="image/*" /></label>
        </p>
        <p>
          <label>Words<br /><input type="text" name="text" /></label>
        </p>
        <p><button>Send as +${number}</button></p>
      </form>`,
  );
}
