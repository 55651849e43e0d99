import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import type { IconName } from '../../styles/icons.ts';
import { IconButton } from './button.tsx';
import { Icon } from './icon.tsx';

export type MenuEntry = { id: string; label: string; icon?: IconName; isDangerous?: boolean; onChoose: () => void };

/** What is done seldom, behind one button. */
export function Menu({ label, entries }: { label: string; entries: readonly MenuEntry[] }) {
  return (
    <MenuTrigger>
      <IconButton icon="more" label={label} />
      <Popover placement="bottom end" className="min-w-56 rounded-md border border-line bg-raised p-1.5 shadow-float">
        <AriaMenu
          aria-label={label}
          className="outline-none"
          onAction={(key) => entries.find(({ id }) => id === key)?.onChoose()}
        >
          {entries.map(({ id, label: name, icon, isDangerous }) => (
            <MenuItem
              key={id}
              id={id}
              textValue={name}
              className={`flex min-h-11 cursor-pointer items-center gap-3 rounded-sm px-3 py-2 outline-none data-focused:bg-palm-soft ${isDangerous ? 'text-rose-ink' : ''}`}
            >
              {icon && <Icon name={icon} className="size-5" />}
              {name}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
