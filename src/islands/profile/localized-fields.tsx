import { useEffect, useState, type ReactNode } from 'react';
import { isLocale, locales, type Locale, type LocalizedText } from '../../core/locale.ts';
import { languageNames } from '../account/choices.ts';
import { Icon } from '../ui/icon.tsx';
import { Tabs } from '../ui/tabs.tsx';

/** The same texts in up to four languages, one tab each; a tick marks those that hold something. */
export function LocalizedFields({
  label,
  start,
  filled,
  wrong,
  children,
}: {
  label: string;
  start: Locale;
  filled: readonly LocalizedText[];
  /** the language in which something is wrong: its tab comes to the front */
  wrong?: string | undefined;
  children: (locale: Locale) => ReactNode;
}) {
  const [shown, setShown] = useState(start);
  useEffect(() => {
    if (isLocale(wrong)) setShown(wrong);
  }, [wrong]);
  // one's own language first, where it is in sight on a telephone too
  const tabs = [start, ...locales.filter((one) => one !== start)].map((locale) => ({
    id: locale,
    label: languageNames[locale],
    ...(filled.some((text) => text[locale]) && { count: <Icon name="check" className="my-1 size-3" /> }),
  }));
  return (
    <Tabs label={label} tabs={tabs} selected={shown} onSelect={setShown}>
      {(locale) => (
        <div lang={locale} className="flex flex-col gap-5">
          {children(locale)}
        </div>
      )}
    </Tabs>
  );
}
