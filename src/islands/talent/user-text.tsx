import { readText, type Locale, type LocalizedText } from '../../core/locale.ts';

/** What a person wrote: in the reader's language if they wrote it, marked with its own language if not. */
export function UserText({
  text,
  locale,
  as: Tag = 'span',
  className,
}: {
  text: LocalizedText;
  locale: Locale;
  as?: 'p' | 'span';
  className?: string;
}) {
  const found = readText(text, locale);
  if (!found) return null;
  return (
    <Tag className={className} dir="auto" lang={found.locale === locale ? undefined : found.locale}>
      {found.text}
    </Tag>
  );
}
