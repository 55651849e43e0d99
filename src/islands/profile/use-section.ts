import { useMemo, useRef } from 'react';
import { useAccount } from '../account/account-frame.tsx';
import { useWrite } from '../account/use-write.ts';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { useKeepProfile, type Profile, type ProfilePart } from './profile-part.ts';
import { studioProblems } from './studio-problems.ts';
import { useDraft } from './use-draft.ts';

type Api = ReturnType<typeof useAccount>['api'];

/** A section of the page: its draft, its save, and what the server said to it. */
export function useSection<Fields extends object, Body>(
  { profile, s }: Pick<ProfilePart, 'profile' | 's'>,
  pick: (profile: Profile) => Fields,
  send: (api: Api, key: string, body: Body) => Promise<Profile>,
  said = s('saved'),
) {
  const { api } = useAccount();
  const ui = useUi();
  const keep = useKeepProfile();
  const { draft, change, isDirty, begin, settle } = useDraft(pick(profile));
  const sent = useRef(draft);
  const save = useWrite(
    (key, body: Body) => send(api, key, body),
    (after) => {
      keep(after);
      settle(sent.current, pick(after));
      notify({ tone: 'good', title: said });
    },
  );
  // the same object while nothing new was heard: a field takes another one for news, and would not let its form be sent again
  const problems = useMemo(() => studioProblems(save.error, s, ui), [save.error]);
  return {
    draft,
    // what was wrong is put right while it is typed, and not only when the button is pressed, which would move away under the finger
    change: (part: Partial<Fields>) => {
      if (save.isError) save.reset();
      change(part);
    },
    send: (body: Body, then?: { onSuccess: () => void }) => {
      sent.current = draft;
      save.mutate(body, then);
    },
    problems,
    shared: {
      isDirty,
      save,
      onUndo: () => {
        save.reset();
        begin(pick(profile));
      },
    },
  };
}
