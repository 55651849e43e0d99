import type { ListItem } from '../../client/collections-api.ts';
import { readText } from '../../core/locale.ts';
import { formatRelative } from '../../i18n/format.ts';
import { translateIfKnown, type Catalog } from '../../i18n/translate.ts';
import { portraitOf, priceText, SeenBy, Stars, talentHref } from '../discover/talent-result.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Menu, type MenuEntry } from '../ui/menu.tsx';
import { isolated, type ListsPart } from './collections-part.ts';

type RowProps = ListsPart & {
  labels: Catalog;
  item: ListItem;
  shared: boolean;
  onNote: () => void;
  onRemove: () => void;
  onMove: (keep: boolean) => void;
  onUp?: () => void;
  onDown?: () => void;
};

/** A talent of a list: who they are, what was noted, what can be done next. Whoever is not shown any more is a grey place. */
export function ItemRow({ item, shared, onNote, onRemove, onMove, onUp, onDown, labels, locale, t }: RowProps) {
  const { talent, note, addedBy } = item;
  const when = formatRelative(locale, new Date(item.addedAt), new Date());
  const entries: MenuEntry[] = [
    { id: 'note', label: t(note ? 'item.noteEdit' : 'item.noteAdd'), icon: 'edit', onChoose: onNote },
    ...(onUp ? [{ id: 'up', label: t('item.up'), onChoose: onUp }] : []),
    ...(onDown ? [{ id: 'down', label: t('item.down'), onChoose: onDown }] : []),
    ...(talent
      ? [
          { id: 'move', label: t('item.move'), onChoose: () => onMove(false) },
          { id: 'copy', label: t('item.copy'), onChoose: () => onMove(true) },
        ]
      : []),
    { id: 'remove', label: t('item.remove'), icon: 'close', isDangerous: true, onChoose: onRemove },
  ];
  const name = talent ? isolated(talent.displayName) : t('item.gone');
  return (
    <div className="grid min-w-0 grow grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-3">
      {talent ? (
        <Avatar
          name={talent.displayName}
          {...portraitOf(talent)}
          sizes="5rem"
          className="w-16 self-start text-2xl sm:row-span-2 sm:w-20"
        />
      ) : (
        <span
          aria-hidden="true"
          className="grid aspect-portrait w-16 shrink-0 place-items-center self-start rounded-arch bg-sunk text-ink-faint sm:row-span-2 sm:w-20"
        >
          <Icon name="person" className="size-8" />
        </span>
      )}
      <div className="min-w-0">
        {talent ? (
          <Who talent={talent} labels={labels} locale={locale} t={t} />
        ) : (
          <>
            <h2 className="text-lg text-ink-soft">{t('item.gone')}</h2>
            <p className="text-sm text-ink-faint">{t('item.goneText')}</p>
          </>
        )}
        {note && (
          <p
            dir="auto"
            className="mt-2 w-fit max-w-prose rounded-md bg-sunk px-3 py-2 text-sm wrap-anywhere whitespace-pre-line"
          >
            {note}
          </p>
        )}
        <p className="mt-2 text-xs text-ink-faint">
          {!shared
            ? t('item.at', { when })
            : addedBy.me
              ? t('item.byMe', { when })
              : t('item.by', { name: isolated(addedBy.name), when })}
        </p>
      </div>
      <div className="col-span-2 flex flex-wrap gap-2 sm:col-span-1 sm:col-start-2 print:hidden">
        {talent && (
          <>
            <LinkButton size="sm" href={`${talentHref(locale, talent)}#services`}>
              {t('item.book')}
            </LinkButton>
            <LinkButton size="sm" variant="secondary" href={`/${locale}/contact/?talent=${talent.slug}`}>
              {t('item.contact')}
            </LinkButton>
            <LinkButton size="sm" variant="secondary" href={`${talentHref(locale, talent)}#ask`}>
              {t('item.ask')}
            </LinkButton>
          </>
        )}
        {!note && (
          <Button size="sm" variant="quiet" onPress={onNote}>
            {t('item.noteAdd')}
          </Button>
        )}
      </div>
      <div className="absolute end-2 top-2 print:hidden">
        <Menu label={t('item.more', { name })} entries={entries} />
      </div>
    </div>
  );
}

function Who({
  talent,
  labels,
  locale,
  t,
}: Pick<RowProps, 'labels' | 'locale' | 't'> & { talent: NonNullable<ListItem['talent']> }) {
  const headline = readText(talent.headline, locale);
  return (
    <>
      <h2 className="pe-12 text-lg">
        <a className="link wrap-anywhere" href={talentHref(locale, talent)}>
          <bdi>{talent.displayName}</bdi>
        </a>
      </h2>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-clay-ink">
        <span className="dotted">
          <span>{translateIfKnown(labels, `category.${talent.category}`, talent.category)}</span>
          <span>{translateIfKnown(labels, `city.${talent.city}`, talent.city)}</span>
        </span>
        <SeenBy seenBy={talent.seenBy} t={t} />
      </p>
      {headline && (
        <p lang={headline.locale} dir="auto" className="own-words mt-1 line-clamp-2 text-sm text-ink-soft">
          {headline.text}
        </p>
      )}
      <p className="mt-1 flex flex-wrap gap-x-3 text-sm">
        <Stars locale={locale} labels={labels} rating={talent.rating} />
        <span>{priceText(locale, labels, talent.priceFrom)}</span>
      </p>
    </>
  );
}
