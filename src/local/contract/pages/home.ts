import { html } from 'hono/html';
import type { JobRun, Parts } from '../parts.ts';
import { frame, moment, type Html } from './frame.ts';
import { newPersonForm, peopleList } from './sign-in.ts';

type Shown = { lastRuns: ReadonlyMap<string, JobRun>; buildHooks: number; now: Date };

export const homePage = (parts: Parts, { lastRuns, buildHooks, now }: Shown): Html =>
  frame(
    'The local stack',
    html`<h1>Mawahib on this machine</h1>
      <p class="soft">Everything the app would rent elsewhere runs here. Nothing on this page is ever deployed.</p>
      <nav aria-label="Places">
        <ul>
          <li><a href="/">The site</a></li>
          <li><a href="/__local/mailbox">Mailbox (${parts.mailbox.list().length})</a></li>
          <li><a href="/__local/whatsapp/phone/9647701234567">A talent’s WhatsApp</a></li>
          <li><a href="#gateways">Gateways</a></li>
          <li><a href="#jobs">Jobs</a></li>
          <li><a href="#clock">Clock</a></li>
          <li><a href="/__design/en/">The design page</a></li>
          <li><a href="/api/docs">The API</a></li>
          <li><a href="/__local/purges">Purges</a></li>
          <li><a href="/__local/build-hooks">Build hooks (${buildHooks})</a></li>
          <li><a href="/__local/webhooks-out">Webhooks sent out</a></li>
          <li><a href="/__local/clerk">Webhooks of Clerk</a></li>
        </ul>
      </nav>
      <h2 id="people">Sign in as</h2>
      ${peopleList(parts.people, '/dashboard/')}
      <h3>Somebody new</h3>
      ${newPersonForm('/dashboard/')}
      <form method="post" action="/__local/sign-out">
        <p><button class="quiet">Sign out</button></p>
      </form>
      <h2 id="clock">Clock</h2>
      <p>The application thinks it is <strong>${moment(now.toISOString())}</strong>.</p>
      <div class="row">${['PT5M', 'PT31M', 'PT6H', 'P1D', 'P3D', 'P30D'].map(advance)}${reset}</div>
      <h2 id="jobs">Jobs</h2>
      ${jobs(parts, lastRuns)}
      <h2 id="gateways">Gateways</h2>
      ${parts.gateways.list().map(gateway)} ${parts.site.rebuild ? site : ''}`,
  );

const advance = (duration: string): Html =>
  html`<form method="post" action="/__local/clock">
    <input type="hidden" name="advance" value="${duration}" /><button class="quiet">+ ${duration}</button>
  </form>`;

const reset = html`<form method="post" action="/__local/clock">
  <input type="hidden" name="reset" value="true" /><button class="quiet">Real time</button>
</form>`;

const jobs = (parts: Parts, lastRuns: ReadonlyMap<string, JobRun>): Html =>
  html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">Job</th>
          <th scope="col">Schedule</th>
          <th scope="col">Last run from here</th>
          <th scope="col">Run</th>
        </tr>
      </thead>
      <tbody>
        ${parts.site.jobs().map(({ name, schedule }) => {
          const run = lastRuns.get(name);
          return html`<tr>
            <td><code>${name}</code></td>
            <td><code>${schedule}</code></td>
            <td>
              ${
                run === undefined
                  ? html`<span class="soft">not yet</span>`
                  : html`<span class="badge ${run.ok ? '' : 'bad'}">${run.ok ? 'ok' : run.status}</span>
                      ${Math.round(run.took)} ms <code>${JSON.stringify(run.report)}</code>`
              }
            </td>
            <td>
              <form method="post" action="/__local/jobs/${name}"><button class="quiet">Run now</button></form>
            </td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;

const gateway = ({ driver, title, baseUrl, faults, payments }: ReturnType<Parts['gateways']['list']>[number]): Html =>
  html`<h3>${title}</h3>
    <p class="soft">
      <code>${driver}</code> at
      <code>${baseUrl}</code>${faults.length > 0 ? html` · next calls: ${faults.join(', ')}` : ''}
    </p>
    ${
      payments.length === 0
        ? html`<p class="card">No payment yet.</p>`
        : html`<div class="scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">Payment</th>
                  <th scope="col">Sum</th>
                  <th scope="col">State</th>
                  <th scope="col">Callbacks</th>
                </tr>
              </thead>
              <tbody>
                ${payments.slice(0, 30).map(
                  (payment) =>
                    html`<tr>
                      <td>
                        <a href="${payment.payUrl}">${payment.description ?? payment.ref}</a><br /><code class="soft"
                          >${payment.ref}</code
                        >
                      </td>
                      <td>${payment.amount} ${payment.currency}</td>
                      <td><span class="badge ${payment.open ? 'wait' : ''}">${payment.state}</span></td>
                      <td>
                        ${payment.notices.map(({ says, status }) => html`${says} → ${status ?? 'no answer'}<br />`)}
                      </td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }`;

const site = html`<h2 id="site">Static pages</h2>
  <p>Build them again from the data of now, as the host would after a build hook.</p>
  <form method="post" action="/__local/rebuild"><button class="quiet">Build now</button></form>`;
