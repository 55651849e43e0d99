import { html } from 'hono/html';
import { currencyExponents, isCurrency } from '../../../core/money.ts';
import type { TwinAgreement, TwinPayment } from '../../gateways/gateway.ts';
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
          ${
            payment.refunded === undefined || payment.refunded === 0
              ? ''
              : html`<dt>Given back</dt>
                  <dd>${sum({ ...payment, amount: payment.refunded })}</dd>`
          }
          ${
            payment.agreement?.paidUntil == null
              ? ''
              : html`<dt>Paid until</dt>
                  <dd>${moment(payment.agreement.paidUntil)}</dd>`
          }
          ${
            payment.agreement?.nextDebitAt == null
              ? ''
              : html`<dt>Next debit</dt>
                  <dd>${moment(payment.agreement.nextDebitAt)}</dd>`
          }
        </dl>
        ${payment.agreement ? standing(payment.agreement, payment.open) : ''}
        ${left && payment.open ? html`<p class="card">You closed the app. Nothing was paid.</p>` : ''}
        ${payment.open ? choices() : (mending(payment.agreement) ?? html`<p>There is nothing left to do here.</p>`)}
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

const every = { month: 'every month', year: 'every year' } as const;

/** Who pays here once pays again later, without being asked: that is said before the button, not after. */
const standing = ({ interval, state }: TwinAgreement, open: boolean): Html =>
  open
    ? html`<p class="card">
        You agree to a standing debit: this sum is taken now and <strong>${every[interval]}</strong> after that, until
        you or the merchant end it.
      </p>`
    : html`<p class="card">${standings[state]}</p>`;

const standings = {
  pending: 'This agreement has not begun.',
  active: 'This agreement is alive: the next debit happens by itself when its time comes.',
  past_due: 'The last debit was refused. The gateway tries again by itself; you can also pay it now.',
  ended: 'This agreement has ended. No more money is taken.',
} as const satisfies Record<TwinAgreement['state'], string>;

/** What the payer can still do about an agreement that has begun. */
function mending(agreement: TwinAgreement | undefined): Html | null {
  if (agreement?.state === 'past_due')
    return html`<form method="post">
      <button name="do" value="pay">Pay it now · <span lang="ar">ادفع الآن</span></button>
    </form>`;
  if (agreement?.state === 'active')
    return html`<form method="post">
      <button name="do" value="decline" class="stop">Let the next debit fail</button>
    </form>`;
  return null;
}

/** Every gateway of the house counts in the unit that is charged. */
const sum = ({ amount, currency }: { amount: number; currency: string }): string => {
  const digits = isCurrency(currency) ? currencyExponents[currency] : 0;
  const format = new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${format.format(amount / 10 ** digits)} ${currency}`;
};
