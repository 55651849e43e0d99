import { useState } from 'react';
import { Radio, RadioGroup, Label } from 'react-aria-components';
import { audiences, narrowed, type Audience } from '../../features/profiles/rules/audience.ts';
import { inquiryAudiences, type InquiryAudience } from '../../features/messaging/rules/inquiries.ts';
import type { InquiriesMessages } from '../../i18n/catalogs/inquiries.ts';
import type { Translate } from '../../i18n/translate.ts';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { Select } from '../ui/select.tsx';
import { Switch } from '../ui/switch.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import type { ProfilePart } from './profile-part.ts';
import { Section } from './section.tsx';
import { useSection } from './use-section.ts';

type Fields = { seenBy: Audience; inquiriesFrom: InquiryAudience; contactsOpen: boolean };

/** Who sees the page, and whom a talent lets write to them before there is a booking. */
export function AudienceForm({ profile, s, ask }: ProfilePart & { ask: Translate<InquiriesMessages> }) {
  const ui = useUi();
  const [warns, setWarns] = useState(false);
  const { draft, change, send, problems, shared } = useSection(
    { profile, s },
    ({ seenBy, inquiriesFrom, contactsOpen }): Fields => ({ seenBy, inquiriesFrom, contactsOpen }),
    (api, key, body: Fields) => api.updateProfile(key, body),
  );
  const leavesTheWeb = profile.published && profile.seenBy === 'everyone' && draft.seenBy !== 'everyone';
  const keep = () => {
    setWarns(false);
    send(draft);
  };
  return (
    <>
      <Section
        id="audience"
        title={s('audience.title')}
        s={s}
        problems={problems}
        onSave={() => (leavesTheWeb ? setWarns(true) : keep())}
        {...shared}
      >
        <RadioGroup
          name="seenBy"
          value={draft.seenBy}
          onChange={(chosen) => {
            const seenBy = audiences.find((one) => one === chosen) ?? draft.seenBy;
            change({ seenBy, inquiriesFrom: narrowed(draft.inquiriesFrom, seenBy) });
          }}
          className="flex flex-col gap-2"
        >
          <Label className="font-semibold">{s('audience.seenBy')}</Label>
          {audiences.map((id) => (
            <Radio
              key={id}
              value={id}
              className="group/radio flex cursor-pointer items-start gap-3 rounded-md border border-line p-4 transition-colors hover:border-palm data-focus-visible:outline-3 data-focus-visible:outline-offset-2 data-focus-visible:outline-focus data-selected:border-palm data-selected:bg-palm-soft"
            >
              <span
                aria-hidden="true"
                className="mt-1 grid size-5 shrink-0 place-items-center rounded-full border-2 border-line-strong group-data-selected/radio:border-palm"
              >
                <span className="size-2.5 rounded-full group-data-selected/radio:bg-palm" />
              </span>
              <span>
                <span className="block font-semibold">{s(`audience.${id}`)}</span>
                <span className="block text-sm text-ink-soft">{s(`audience.${id}.text`)}</span>
              </span>
            </Radio>
          ))}
        </RadioGroup>
        <Select
          name="inquiriesFrom"
          label={ask('reach.from')}
          hint={
            <>
              {draft.seenBy !== 'everyone' && <span className="block">{s('audience.note')}</span>}
              {ask('reach.from.hint')}
            </>
          }
          placeholder=""
          value={draft.inquiriesFrom}
          onChange={(inquiriesFrom) => change({ inquiriesFrom })}
          choices={inquiryAudiences
            .filter((id) => narrowed(id, draft.seenBy) === id)
            .map((id) => ({ id, label: ask(`reach.from.${id}`) }))}
        />
        <div>
          <Switch
            label={ask('reach.contacts')}
            isOn={draft.contactsOpen}
            onChange={(contactsOpen) => change({ contactsOpen })}
          />
          <p className="mt-1 text-sm text-ink-soft">{ask('reach.contacts.hint')}</p>
        </div>
      </Section>
      <ConfirmDialog
        title={s('narrow.ask')}
        isOpen={warns}
        onClose={() => setWarns(false)}
        onConfirm={keep}
        confirmLabel={s('narrow.confirm')}
        cancelLabel={ui.t('action.cancel')}
        isDangerous
      >
        <p>{s('narrow.text', { audience: s(`audience.${draft.seenBy}`) })}</p>
      </ConfirmDialog>
    </>
  );
}
