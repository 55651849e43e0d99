import { sizeText } from '../ui/attachment-size.ts';
import { useUi } from '../ui/ui-provider.tsx';
import type { PortfolioPart } from './portfolio-part.ts';

/** How much of the plan's room is taken: pieces and bytes, and the way to more when it gets narrow. */
export function RoomMeter({ portfolio, locale, t }: Pick<PortfolioPart, 'portfolio' | 'locale' | 't'>) {
  const ui = useUi();
  const { items, bytes } = portfolio.room;
  const share = ({ used, allowed }: typeof items) => (allowed === 0 ? 1 : Math.min(1, used / allowed));
  const narrow = Math.max(share(items), share(bytes)) >= 0.8;
  const bar = (part: typeof items, text: string) => (
    <div className="min-w-40 grow">
      <p className="figures text-sm text-ink-soft">{text}</p>
      <span className="mt-1 block h-1.5 overflow-hidden rounded-full bg-sunk" aria-hidden="true">
        <span
          className={`block h-full ${share(part) >= 0.8 ? 'bg-saffron' : 'bg-palm'}`}
          style={{ width: `${share(part) * 100}%` }}
        />
      </span>
    </div>
  );
  return (
    <div role="group" aria-label={t('roomLabel')} className="mt-4 flex flex-wrap items-end gap-x-6 gap-y-2">
      {bar(items, t('room', items))}
      {bar(bytes, t('roomBytes', { used: sizeText(bytes.used, ui.t), allowed: sizeText(bytes.allowed, ui.t) }))}
      {narrow && (
        <a className="link text-sm" href={`/${locale}/pricing/`}>
          {t('larger')}
        </a>
      )}
    </div>
  );
}
