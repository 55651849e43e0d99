import type { ReactNode } from 'react';
import { shownProblem } from '../account/problems.ts';
import { Button } from '../ui/button.tsx';
import { Badge } from '../ui/badge.tsx';
import { Card } from '../ui/card.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import type { ProfilePart } from './profile-part.ts';
import { useTellUnsaved } from './unsaved.tsx';

type SectionProps = Pick<ProfilePart, 's'> & {
  id: string;
  title: string;
  text?: ReactNode;
  isDirty: boolean;
  onSave: () => void;
  onUndo: () => void;
  save: { isPending: boolean; isError: boolean; error: unknown };
  problems: Record<string, string> | undefined;
  children: ReactNode;
};

/** One part of the page with a save of its own: what is not saved says so, and can be taken back. */
export function Section({ id, title, text, isDirty, onSave, onUndo, save, problems, s, children }: SectionProps) {
  const ui = useUi();
  useTellUnsaved(id, isDirty);
  // what stands under a field need not be said again below
  const saysMore = save.isError && Object.keys(problems ?? {}).length === 0;
  return (
    <div id={id} className="scroll-mt-6">
      <Card title={title} aside={isDirty && <Badge tone="waiting">{s('unsaved')}</Badge>}>
        {text && <p className="mb-5 -mt-2 text-ink-soft">{text}</p>}
        <Form onSubmit={onSave} {...(problems && { fieldProblems: problems })}>
          {children}
          {saysMore && <ProblemNote problem={shownProblem(save.error, ui.t)} />}
          <div className="flex flex-wrap gap-3">
            <Button type="submit" isPending={save.isPending} isDisabled={!isDirty && !save.isPending}>
              {ui.t('action.save')}
            </Button>
            {isDirty && (
              <Button variant="quiet" onPress={onUndo} isDisabled={save.isPending}>
                {s('undo')}
              </Button>
            )}
          </div>
        </Form>
      </Card>
    </div>
  );
}
