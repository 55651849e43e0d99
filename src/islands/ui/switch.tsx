import { Switch as AriaSwitch } from 'react-aria-components';

/** On or off, at once; the words beside it say what is on. */
export function Switch({
  label,
  isOn,
  onChange,
  isDisabled,
}: {
  label: string;
  isOn: boolean;
  onChange: (on: boolean) => void;
  isDisabled?: boolean;
}) {
  return (
    <AriaSwitch
      isSelected={isOn}
      onChange={onChange}
      isDisabled={isDisabled}
      className="group/switch flex min-h-11 cursor-pointer items-center gap-3 data-disabled:cursor-not-allowed data-disabled:opacity-55"
    >
      <span
        aria-hidden="true"
        className="flex h-7 w-12 shrink-0 items-center rounded-full border border-line-strong bg-sunk px-1 transition-colors group-data-focus-visible/switch:outline-3 group-data-focus-visible/switch:outline-offset-2 group-data-focus-visible/switch:outline-focus group-data-selected/switch:justify-end group-data-selected/switch:border-palm group-data-selected/switch:bg-palm"
      >
        <span className="size-5 rounded-full bg-ink-faint group-data-selected/switch:bg-on-palm" />
      </span>
      {label}
    </AriaSwitch>
  );
}
