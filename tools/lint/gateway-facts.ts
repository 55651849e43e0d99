// What every driver declares, as the operator reads it in docs/gateways.md. A test compares the two.
//   node tools/lint/gateway-facts.ts    writes the blocks anew
import { readFileSync, writeFileSync } from 'node:fs';
import { drivers } from '../../src/features/payments/drivers.ts';
import type { Driver, Powers } from '../../src/features/payments/provider.ts';

export const page = 'docs/gateways.md';

const refunds: Record<Powers['refund'], string> = {
  none: 'by hand only',
  full: 'the whole sum; parts by hand',
  partial: 'the whole sum or parts',
};
const trusts: Record<Powers['trust'], string> = {
  signature: 'a signature over the raw bytes proves it',
  secret: 'a secret opens the door, and the gateway is asked',
  hint: 'nothing proves it, and the gateway is asked',
};
const tellings: Record<Powers['notifies'], string> = {
  every_change: 'tells of every change',
  success_only: 'tells of successes only',
  unknown: 'tells, nobody has said of what',
};
/** Days, hours or minutes, whichever is whole. */
function long(milliseconds: number): string {
  const minutes = milliseconds / 60_000;
  const [count, unit] =
    minutes % 1440 === 0 ? [minutes / 1440, 'day'] : minutes % 60 === 0 ? [minutes / 60, 'hour'] : [minutes, 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
const within = (window: number | null) => (window === null ? 'no end that we know of' : long(window));
/** A star in plain text is a star. */
const plain = (words: string) => words.replaceAll('*', '\\*');

/** One driver's own words, between two marks. */
export function factsOf({ name, powers, keys, toConfirm }: Driver): string {
  const { windows } = powers;
  const address =
    powers.address === 'account'
      ? `\`https://YOUR-SITE/api/payments/webhook/${name}\`, registered once for the account`
      : 'one of its own with each payment; nothing is registered';
  return [
    `<!-- facts of ${name} -->`,
    '',
    `- **Currencies:** ${powers.currencies.join(', ')}; ${powers.amountFormat}`,
    `- **Callback address:** ${address}`,
    `- **Notices:** ${tellings[powers.notifies]}; ${trusts[powers.trust]}`,
    `- **Reference:** ${powers.reference === 'ours' ? 'ours, known before we call' : 'theirs, known when they answer'}`,
    `- **A lost opening:** ${powers.reopens ? 'asked again under the same reference' : 'is in doubt, and nothing is opened twice'}`,
    `- **Calling off an unpaid one:** ${powers.cancel ? 'at the gateway' : 'by waiting'}`,
    `- **Refunds:** ${refunds[powers.refund]}`,
    `- **Renews plans by itself:** ${powers.recurring ? 'yes' : 'no; members are reminded and pay'}`,
    `- **Windows:** to pay, ${within(windows.payable)}; to give back, ${within(windows.refundable)}; to ask, ${within(windows.askable)}`,
    '',
    'Settings:',
    '',
    ...keys.map(
      ({ name: key, needed, secret, what }) =>
        `- \`${key}\` (${needed ? 'needed' : 'may be left out'}${secret ? ', secret' : ''}): ${plain(what)}`,
    ),
    '',
    'To confirm with them before going live:',
    '',
    ...toConfirm.map((fact) => `- ${plain(fact)}`),
    '',
    `<!-- end of ${name} -->`,
  ].join('\n');
}

/** The page with every block as the drivers have it now. A driver without a place in it is an error. */
export function withFacts(text: string): string {
  return drivers.reduce((page, driver) => {
    const from = page.indexOf(`<!-- facts of ${driver.name} -->`);
    const end = `<!-- end of ${driver.name} -->`;
    const to = page.indexOf(end);
    if (from < 0 || to < from) throw new Error(`docs/gateways.md has no place for ${driver.name}`);
    return page.slice(0, from) + factsOf(driver) + page.slice(to + end.length);
  }, text);
}

if (import.meta.main) writeFileSync(page, withFacts(readFileSync(page, 'utf8')));
