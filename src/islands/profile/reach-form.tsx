import { useState } from 'react';
import { inquiryAudiences } from '../../features/messaging/rules/inquiries.ts';
import type { InquiriesMessages } from '../../i18n/catalogs/inquiries.ts';
import type { Translate } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { Select } from '../ui/select.tsx';
import { Switch } from '../ui/switch.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { useKeepProfile, type ProfilePart } from './profile-part.ts';

/** Whom a talent lets write to them before there is a booking. */
export function ReachForm({ profile, ask }: ProfilePart & { ask: Translate<InquiriesMessages> }) {
  const { api } = useAccount();
  const ui = useUi();
  const keep = useKeepProfile();
  const [inquiriesFrom, setInquiriesFrom] = useState(profile.inquiriesFrom);
  const [contactsOpen, setContactsOpen] = useState(profile.contactsOpen);
  const save = useWrite(
    (key, body: Parameters<typeof api.updateProfile>[1]) => api.updateProfile(key, body),
    (after) => {
      keep(after);
      notify({ tone: 'good', title: ask('reach.saved') });
    },
  );
  return (
    <Card title={ask('reach.title')}>
      <Form onSubmit={() => save.mutate({ inquiriesFrom, contactsOpen })}>
        <Select
          name="inquiriesFrom"
          label={ask('reach.from')}
          hint={ask('reach.from.hint')}
          placeholder=""
          value={inquiriesFrom}
          onChange={setInquiriesFrom}
          choices={inquiryAudiences.map((id) => ({ id, label: ask(`reach.from.${id}`) }))}
        />
        <div>
          <Switch label={ask('reach.contacts')} isOn={contactsOpen} onChange={setContactsOpen} />
          <p className="mt-1 text-sm text-ink-soft">{ask('reach.contacts.hint')}</p>
        </div>
        {save.isError && <ProblemNote problem={shownProblem(save.error, ui.t)} />}
        <Button type="submit" className="self-start" isPending={save.isPending}>
          {ui.t('action.save')}
        </Button>
      </Form>
    </Card>
  );
}
