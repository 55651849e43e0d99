import type { FormEvent, ReactNode } from 'react';
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
  return (
    <AriaForm
      {...(fieldProblems && { validationErrors: { ...fieldProblems } })}
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
