import {
  Input,
  TextArea as AriaTextArea,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components';
import { boxClass, FieldFoot, FieldLabel, type FieldText } from './field.tsx';

type TextProps = FieldText & Omit<AriaTextFieldProps, 'className' | 'children'> & { placeholder?: string };

/** One line. What a person types takes the direction of its own letters. */
export function TextField({ label, hint, placeholder, className = '', isRequired, ...rest }: TextProps) {
  return (
    <AriaTextField {...rest} isRequired={isRequired} className={`flex flex-col gap-1.5 ${className}`}>
      <FieldLabel isRequired={isRequired}>{label}</FieldLabel>
      <Input dir="auto" placeholder={placeholder} className={boxClass} />
      <FieldFoot hint={hint} />
    </AriaTextField>
  );
}

/** Several lines; grows with its text where the browser knows how. `count` shows how much room is left near the end. */
export function TextArea({
  label,
  hint,
  placeholder,
  className = '',
  isRequired,
  rows = 4,
  ...rest
}: TextProps & { rows?: number }) {
  return (
    <AriaTextField {...rest} isRequired={isRequired} className={`flex flex-col gap-1.5 ${className}`}>
      <FieldLabel isRequired={isRequired}>{label}</FieldLabel>
      <AriaTextArea
        dir="auto"
        rows={rows}
        placeholder={placeholder}
        className={`${boxClass} max-h-96 resize-y field-sizing-content leading-text`}
        style={{ minHeight: `${rows * 1.9 + 1}em` }}
      />
      <FieldFoot hint={hint} />
    </AriaTextField>
  );
}
