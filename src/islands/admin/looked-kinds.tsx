import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ApprovalSetting, RegistrationClient } from '../../client/registration-api.ts';
import { accountKinds, type AccountKind } from '../../features/identity/rules.ts';
import type { RegistrationMessages } from '../../i18n/catalogs/registration.ts';
import { translateIfKnown, translator, type Catalog } from '../../i18n/translate.ts';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { CheckboxGroup } from '../ui/checkbox-group.tsx';
import { ErrorState, ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { useDesk } from './admin-frame.tsx';
import { When } from './shown.tsx';

type Props = { api: RegistrationClient; registration: RegistrationMessages; labels: Catalog };
const key = ['admin', 'approval-setting'];

/** Which kinds of accounts wait here before they reach others. */
export function LookedKinds(props: Props) {
  const ui = useUi();
  const found = useQuery({
    queryKey: key,
    queryFn: () => props.api.getApprovalSetting(),
    refetchOnWindowFocus: false,
  });
  if (found.isPending) return <SkeletonCards count={1} />;
  if (!found.data)
    return (
      <ErrorState
        problem={shownProblem(found.error, ui.t)}
        onRetry={() => void found.refetch()}
        isRetrying={found.isFetching}
      />
    );
  return <Choice {...props} setting={found.data} />;
}

function Choice({ api, registration, labels, setting }: Props & { setting: ApprovalSetting }) {
  const { locale } = useDesk();
  const ui = useUi();
  const queries = useQueryClient();
  const t = translator(locale, registration);
  const [kinds, setKinds] = useState<AccountKind[]>(setting.kinds);
  const save = useWrite(
    (once, chosen: AccountKind[]) => api.setApprovalSetting(once, { kinds: chosen }),
    (after) => {
      queries.setQueryData(key, after);
      setKinds(after.kinds);
      notify({ tone: 'good', title: t('looked.saved') });
    },
  );
  const isSame = kinds.length === setting.kinds.length && kinds.every((kind) => setting.kinds.includes(kind));
  return (
    <Card title={t('looked.title')} className="print:hidden">
      <Form onSubmit={() => save.mutate(kinds)}>
        <CheckboxGroup
          name="kinds"
          label={t('looked.kinds')}
          hint={t('looked.hint')}
          choices={accountKinds.map((id) => ({ id, label: translateIfKnown(labels, `kind.${id}`, id) }))}
          value={kinds}
          onChange={setKinds}
        />
        <p className="text-sm text-ink-soft">
          {setting.setAt === null ? (
            t('looked.deployed')
          ) : (
            <>
              {t('looked.setBy')} <bdi>{setting.setBy}</bdi> · <When at={setting.setAt} />
            </>
          )}
        </p>
        {save.isError && <ProblemNote problem={shownProblem(save.error, ui.t)} />}
        <Button
          type="submit"
          variant="secondary"
          className="self-start"
          isPending={save.isPending}
          isDisabled={isSame && !save.isPending}
        >
          {t('looked.save')}
        </Button>
      </Form>
    </Card>
  );
}
