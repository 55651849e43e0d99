import { useMemo, type FormEvent, type ReactNode } from 'react';
import { Form as AriaForm } from 'react-aria-components';

type FormProps = {
  /** sentences by field name, as the server answered them */
  fieldProblems?: undefined | Readonly<Record<string, string | string[]>>;
  onSubmit: () => void;
  className?: string;
  children: ReactNode;
};

/** Fields are found wrong by the browser first, by the server last; either way the sentence stands under its field. */
export function Form({ fieldProblems, onSubmit, className = '', children }: FormProps) {
  // A field takes another object for news: the same problems drawn again would come back after they were put right, and keep the
  // form from being sent.
  const said = fieldProblems && JSON.stringify(fieldProblems);
  const validationErrors = useMemo(
    () => (said ? (JSON.parse(said) as Record<string, string | string[]>) : undefined),
    [said],
  );
  return (
    <AriaForm
      {...(validationErrors && { validationErrors })}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        onSubmit();
      }}
      className={`flex flex-col gap-5 ${className}`}
    >
      {children}
    </AriaForm>
  );
}
