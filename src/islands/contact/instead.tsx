import type { Gate } from '../../client/contacts-api.ts';
import type { ContactsMessages } from '../../i18n/catalogs/contacts.ts';
import { translator } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { isolated } from '../bookings/next-step.ts';
import { Icon } from '../ui/icon.tsx';

/** What is open to everybody: a question by form, a request for a booking. */
export function Instead({ gate, contacts }: { gate: Gate; contacts: ContactsMessages }) {
  const { locale } = useAccount();
  const t = translator(locale, contacts);
  const name = isolated(gate.talent.displayName);
  const { slug } = gate.talent;
  const ways = [
    ...(gate.instead.inquiry
      ? [
          {
            href: `/${locale}/talents/${slug}/#ask`,
            title: t('instead.inquiry'),
            text: t('instead.inquiryText', { name }),
          },
        ]
      : []),
    ...(gate.instead.booking
      ? [{ href: `/${locale}/talent/${slug}/`, title: t('instead.booking'), text: t('instead.bookingText') }]
      : []),
  ];
  if (ways.length === 0) return null;
  return (
    <section aria-labelledby="instead">
      <h2 id="instead" className="text-xl">
        {t(gate.refusal?.code === 'upgrade_required' ? 'instead.title' : 'instead.other')}
      </h2>
      <ul className="mt-3 grid gap-3 sm:auto-cols-fr sm:grid-flow-col">
        {ways.map(({ href, title, text }) => (
          <li key={href}>
            <a
              href={href}
              className="flex h-full items-start gap-3 rounded-lg border border-line bg-raised p-4 hover:border-line-strong hover:bg-sunk"
            >
              <span className="min-w-0 grow">
                <span className="block font-semibold">{title}</span>
                <span className="block text-sm text-ink-soft">{text}</span>
              </span>
              <Icon name="forward" className="mt-1 size-5 text-ink-soft" />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
