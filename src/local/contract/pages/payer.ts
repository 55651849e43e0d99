import { html } from 'hono/html';
import type { TwinPayment } from '../../gateways/gateway.ts';
import { frame, moment, type Html } from './frame.ts';

type Payment = TwinPayment & { driver: string; title: string };

/** The bank's app in the payer's hand, as far as paying goes. */
export const payerPage = (payment: Payment, { left }: { left: boolean }): Html =>
  frame(
    payment.title,
    html`<div class="phone">
      <header>
        <p><strong>${payment.title}</strong></p>
        <p>simulated on this machine, no money moves</p>
      </header>
      <div class="inside">
        <h1 class="sum"><span dir="ltr">${sum(payment)}</span></h1>
        ${payment.description === null ? '' : html`<p dir="auto">${payment.description}</p>`}
        <dl>
          <dt>State</dt>
          <dd><span class="badge ${payment.open ? 'wait' : ''}">${payment.state}</span></dd>
          ${
            payment.code === null
              ? ''
              : html`<dt>Code</dt>
                  <dd><code>${payment.code}</code></dd>`
          }
          ${
            payment.expiresAt === null
              ? ''
              : html`<dt>Valid until</dt>
                  <dd>${moment(payment.expiresAt)}</dd>`
          }
          ${
            payment.paidAmount === null || payment.paidAmount === payment.amount
              ? ''
              : html`<dt>Booked</dt>
                  <dd>${sum({ ...payment, amount: payment.paidAmount })}</dd>`
          }
        </dl>
        ${left && payment.open ? html`<p class="card">You closed the app. Nothing was paid.</p>` : ''}
        ${payment.open ? choices() : html`<p>There is nothing left to do here.</p>`}
        ${
          payment.returnUrl === null || (payment.open && !left)
            ? ''
            : html`<p><a class="button quiet" href="${payment.returnUrl}">Back to the shop</a></p>`
        }
      </div>
    </div>`,
  );

const choices = (): Html =>
  html`<form method="post">
    <button name="do" value="pay">Pay · <span lang="ar">ادفع</span></button>
    <button name="do" value="decline" class="stop">Decline · <span lang="ar">ارفض</span></button>
    <button name="do" value="leave" class="quiet">Walk away · <span lang="ar">اترك</span></button>
    <details>
      <summary>For testers: how the merchant hears of it</summary>
      <label>
        Callbacks<br />
        <select name="times">
          <option value="1">one, as usual</option>
          <option value="0">none: it got lost</option>
          <option value="3">three, the same</option>
        </select>
      </label>
      <label><input type="checkbox" name="reversed" /> old news after new news</label>
      <label><input type="checkbox" name="wrongAmount" /> another sum is booked than was asked</label>
    </details>
  </form>`;

/** Every gateway of the house counts in the unit that is charged; only their whole dinars are shown as such. */
const sum = ({ amount, currency }: { amount: number; currency: string }): string =>
  `${new Intl.NumberFormat('en').format(amount)} ${currency}`;
