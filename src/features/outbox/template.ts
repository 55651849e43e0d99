import { Body } from '@react-email/body';
import { Button } from '@react-email/button';
import { Column } from '@react-email/column';
import { Container } from '@react-email/container';
import { Head } from '@react-email/head';
import { Heading } from '@react-email/heading';
import { Hr } from '@react-email/hr';
import { Html } from '@react-email/html';
import { Preview } from '@react-email/preview';
import { Row } from '@react-email/row';
import { Section } from '@react-email/section';
import { Text } from '@react-email/text';
import { createElement as h, type CSSProperties } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { dirOf, type Locale } from '../../core/locale.ts';

export type LetterContent = {
  locale: Locale;
  brand: string;
  preview: string;
  heading: string;
  paragraphs: string[];
  /** label and value, in the order they are read */
  facts: [string, string][];
  /** somebody's own words */
  quoted: string | null;
  /** what happened, each line a way to it */
  list: { text: string; url: string }[];
  button: { label: string; url: string };
  also: { label: string; url: string } | null;
  footer: string;
  /** under the footer: how to get fewer of these */
  links: { label: string; url: string }[];
};

/** Mail programs know few ways to style; these are the look's own colours, written out. */
const ink = '#2b2622';
const font = (locale: Locale) =>
  dirOf(locale) === 'rtl'
    ? "'Segoe UI', 'Geeza Pro', 'Noto Naskh Arabic', Tahoma, sans-serif"
    : "'Segoe UI', 'Helvetica Neue', Helvetica, Arial, sans-serif";

const styles = {
  body: { backgroundColor: '#f6f1e7', color: ink, margin: 0, padding: '24px 0' },
  card: {
    backgroundColor: '#fffdf8',
    borderRadius: '14px',
    border: '1px solid #e6dcc8',
    padding: '28px 28px 20px',
    maxWidth: '560px',
  },
  brand: { fontSize: '15px', color: '#8a4b2a', fontWeight: 700, margin: '0 0 18px' },
  heading: { fontSize: '22px', lineHeight: '1.35', margin: '0 0 12px' },
  text: { fontSize: '16px', lineHeight: '1.6', margin: '0 0 14px' },
  label: { fontSize: '14px', color: '#6b6157', padding: '4px 0', width: '34%', verticalAlign: 'top' },
  value: { fontSize: '15px', padding: '4px 0', verticalAlign: 'top' },
  quoted: {
    fontSize: '16px',
    lineHeight: '1.6',
    margin: '0 0 16px',
    padding: '10px 16px',
    backgroundColor: '#f6f1e7',
    borderRadius: '10px',
    whiteSpace: 'pre-line',
  },
  button: {
    backgroundColor: '#2f5d46',
    color: '#ffffff',
    fontSize: '16px',
    fontWeight: 600,
    padding: '12px 22px',
    borderRadius: '10px',
    textDecoration: 'none',
    display: 'inline-block',
  },
  also: { color: '#2f5d46' },
  item: { fontSize: '16px', lineHeight: '1.5', margin: '0 0 10px' },
  quiet: { color: '#6b6157', textDecoration: 'underline' },
  footer: { fontSize: '13px', lineHeight: '1.5', color: '#6b6157', margin: '14px 0 0' },
} satisfies Record<string, CSSProperties>;

const letter = (content: LetterContent) => {
  const dir = dirOf(content.locale);
  const align = {
    textAlign: dir === 'rtl' ? 'right' : 'left',
    fontFamily: font(content.locale),
    direction: dir,
  } satisfies CSSProperties;
  return h(
    Html,
    { lang: content.locale, dir },
    h(Head, null),
    h(Preview, null, content.preview),
    h(
      Body,
      { style: { ...styles.body, ...align } },
      h(
        Container,
        { style: { ...styles.card, ...align } },
        h(Text, { style: styles.brand }, content.brand),
        h(Heading, { as: 'h1', style: styles.heading }, content.heading),
        ...content.paragraphs.map((paragraph) => h(Text, { key: paragraph, style: styles.text }, paragraph)),
        content.quoted === null
          ? null
          : h('p', { style: styles.quoted satisfies CSSProperties as CSSProperties, dir: 'auto' }, content.quoted),
        content.facts.length === 0
          ? null
          : h(
              Section,
              { style: { margin: '4px 0 18px' } },
              ...content.facts.map(([label, value]) =>
                h(Row, {
                  key: label,
                  children: [
                    h(Column, { key: 'label', style: styles.label }, label),
                    h(Column, { key: 'value', style: styles.value }, h('bdi', null, value)),
                  ],
                }),
              ),
            ),
        ...content.list.map((item) =>
          h(
            Text,
            { key: item.url + item.text, style: styles.item },
            h('a', { href: item.url, style: styles.also }, item.text),
          ),
        ),
        h(
          Section,
          { style: { margin: '6px 0 8px' } },
          h(Button, { href: content.button.url, style: styles.button }, content.button.label),
        ),
        content.also === null
          ? null
          : h(Text, { style: styles.text }, h('a', { href: content.also.url, style: styles.also }, content.also.label)),
        h(Hr, { style: { borderColor: '#e6dcc8', margin: '18px 0 0' } }),
        h(Text, { style: styles.footer }, content.footer),
        ...content.links.map(({ label, url }) =>
          h(
            Text,
            { key: url, style: { ...styles.footer, margin: '4px 0 0' } },
            h('a', { href: url, style: styles.quiet }, label),
          ),
        ),
      ),
    ),
  );
};

// mail programs lay tables out as in 2000 only when told to
const doctype =
  '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">';

/** The letter as HTML, and as the plain text that says the same. */
export function renderLetter(content: LetterContent): { html: string; text: string } {
  const text = [
    content.heading,
    ...content.paragraphs,
    ...(content.quoted === null ? [] : [content.quoted]),
    content.facts.map(([label, value]) => `${label}: ${value}`).join('\n'),
    content.list.map(({ text: line, url }) => `- ${line}\n  ${url}`).join('\n'),
    `${content.button.label}: ${content.button.url}`,
    ...(content.also === null ? [] : [`${content.also.label}: ${content.also.url}`]),
    [`-- \n${content.footer}`, ...content.links.map(({ label, url }) => `${label}: ${url}`)].join('\n'),
  ];
  return {
    html: `${doctype}${renderToStaticMarkup(letter(content))}`,
    text: text.filter((part) => part !== '').join('\n\n'),
  };
}
