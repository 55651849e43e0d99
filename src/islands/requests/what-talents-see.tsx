import { useState } from 'react';
import { maskContacts } from '../../features/messaging/rules/mask.ts';
import { summaryOf } from '../../features/requests/rules.ts';
import { isolated } from '../bookings/next-step.ts';
import { Card } from '../ui/card.tsx';
import { Icon } from '../ui/icon.tsx';
import { Tabs } from '../ui/tabs.tsx';
import type { RequestDraft } from './draft.ts';
import type { RequestWords } from './request-part.ts';
import { budgetText, daysText } from './request-text.ts';

type Props = RequestWords & { draft: RequestDraft; ownerName: string };
const looks = ['before', 'after'] as const;

/** The same request through a talent's eyes, before and after an unlock, made by the rules that make it on the board. */
export function WhatTalentsSee(props: Props) {
  const { t } = props;
  const [look, setLook] = useState<(typeof looks)[number]>('before');
  return (
    <Card title={t('see.title')}>
      <Tabs
        label={t('see.title')}
        tabs={looks.map((id) => ({ id, label: t(`see.${id}`) }))}
        selected={look}
        onSelect={setLook}
      >
        {(chosen) => <Sheet {...props} unlocked={chosen === 'after'} />}
      </Tabs>
    </Card>
  );
}

function Sheet({ draft, ownerName, unlocked, locale, t, label }: Props & { unlocked: boolean }) {
  const title = maskContacts(draft.title.trim());
  const text = unlocked ? draft.description.trim() : summaryOf(maskContacts(draft.description));
  const where = [
    draft.category && label(`category.${draft.category}`),
    draft.city && label(`city.${draft.city}`),
    daysText(locale, draft, t),
  ].filter((one) => one !== null);
  const budget = budgetText(locale, draft, t);
  const { name, email, phone } = draft.contact;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-ink-faint">{t(unlocked ? 'see.afterText' : 'see.beforeText')}</p>
      <div className="flex flex-col gap-2 rounded-md border border-dashed border-line-strong p-4">
        <p
          dir="auto"
          className={`own-words font-display text-lg font-head wrap-anywhere ${title ? '' : 'text-ink-faint'}`}
        >
          {title || t('see.noTitle')}
        </p>
        <p className="text-sm text-ink-soft">{t('see.by', { name: isolated(ownerName) })}</p>
        {where.length > 0 && <p className="text-sm text-ink-soft">{where.join(' · ')}</p>}
        {budget && <p className="figures font-semibold">{budget}</p>}
        <p dir="auto" className={`own-words wrap-anywhere whitespace-pre-line ${text ? '' : 'text-ink-faint'}`}>
          {text || t('see.noText')}
        </p>
        {unlocked && draft.place.trim() && (
          <p className="flex items-start gap-2">
            <Icon name="pin" className="mt-1 size-5 shrink-0 text-ink-faint" />
            <span className="visually-hidden">{t('field.place')}: </span>
            <bdi className="wrap-anywhere">{draft.place}</bdi>
          </p>
        )}
        {unlocked && (
          <div className="mt-1 border-t border-line pt-3">
            {name && (
              <p>
                <bdi>{name}</bdi>
              </p>
            )}
            {email && (
              <p>
                <bdi dir="ltr" className="break-all">
                  {email}
                </bdi>
              </p>
            )}
            {phone && (
              <p>
                <bdi dir="ltr" className="figures">
                  {phone}
                </bdi>
              </p>
            )}
            {!email && !phone && <p className="mt-1 text-sm text-ink-soft">{t('see.noContact')}</p>}
          </div>
        )}
      </div>
    </div>
  );
}
