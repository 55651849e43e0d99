import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Endpoint } from '../../client/agents-api.ts';
import { shownProblem } from '../account/problems.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import type { AgentsPart } from './agents-part.ts';
import { EndpointCard } from './endpoint-card.tsx';
import { EndpointForm } from './endpoint-form.tsx';
import { ShownOnce } from './shown-once.tsx';

/** Every address that is told of news. */
export function EndpointList(part: AgentsPart) {
  const { calls, t } = part;
  const ui = useUi();
  const queries = useQueryClient();
  const [form, setForm] = useState<{ endpoint: Endpoint | null } | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const found = useQuery({ queryKey: ['endpoints'], queryFn: () => calls.listEndpoints() });
  const refresh = () => queries.invalidateQueries({ queryKey: ['endpoints'] });
  const body = () => {
    if (found.isPending) return <Skeleton />;
    if (!found.data)
      return (
        <ProblemNote
          problem={shownProblem(found.error, ui.t)}
          onRetry={() => void found.refetch()}
          isRetrying={found.isFetching}
        />
      );
    const { items } = found.data;
    return (
      <>
        {items.length === 0 ? (
          <p className="text-ink-soft">{t('endpoints.none')}</p>
        ) : (
          <ul>
            {items.map((endpoint) => (
              <EndpointCard
                key={endpoint.id}
                {...part}
                endpoint={endpoint}
                onEdit={() => setForm({ endpoint })}
                onSecret={setSecret}
              />
            ))}
          </ul>
        )}
        <Button icon="plus" className="mt-5" onPress={() => setForm({ endpoint: null })}>
          {t('endpoint.add')}
        </Button>
      </>
    );
  };
  return (
    <Card title={t('endpoints.title')} className="min-w-0">
      <p className="mb-4 max-w-prose text-sm text-ink-soft">{t('endpoints.text')}</p>
      {body()}
      {form && (
        <EndpointForm
          {...part}
          endpoint={form.endpoint}
          onClose={() => setForm(null)}
          onDone={(_, fresh) => {
            setForm(null);
            setSecret(fresh);
            if (fresh === null) notify({ tone: 'good', title: t('endpoint.saved') });
            void refresh();
          }}
        />
      )}
      <ShownOnce
        title={t('secret.title')}
        text={t('secret.text')}
        value={secret}
        doneLabel={t('copy.done')}
        onClose={() => setSecret(null)}
      />
    </Card>
  );
}
