import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components';

export type TabItem<Id extends string> = { id: Id; label: string; count?: ReactNode };
type TabsProps<Id extends string> = {
  label: string;
  tabs: readonly TabItem<Id>[];
  selected: Id;
  onSelect: (id: Id) => void;
  children: (id: Id) => ReactNode;
};

export function Tabs<Id extends string>({ label, tabs, selected, onSelect, children }: TabsProps<Id>) {
  return (
    <AriaTabs
      selectedKey={selected}
      onSelectionChange={(key) => {
        const tab = tabs.find(({ id }) => id === key);
        if (tab) onSelect(tab.id);
      }}
    >
      <TabList aria-label={label} className="flex gap-1 overflow-x-auto border-b border-line p-1 pb-0">
        {tabs.map(({ id, label: name, count }) => (
          <Tab
            key={id}
            id={id}
            className="-mb-px flex min-h-11 cursor-pointer items-center gap-2 rounded-t-sm border-b-3 border-transparent px-3 whitespace-nowrap sm:px-4 text-ink-soft transition-colors hover:text-ink data-selected:border-palm data-selected:font-semibold data-selected:text-ink data-focus-visible:outline-3 data-focus-visible:-outline-offset-2 data-focus-visible:outline-focus"
          >
            {name}
            {count !== undefined && (
              <span className="figures rounded-full bg-sunk px-2 text-xs text-ink-soft">{count}</span>
            )}
          </Tab>
        ))}
      </TabList>
      {tabs.map(({ id }) => (
        <TabPanel
          key={id}
          id={id}
          className="pt-5 outline-none data-focus-visible:outline-3 data-focus-visible:outline-focus"
        >
          {id === selected && children(id)}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
