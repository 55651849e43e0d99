import type { ReactNode } from 'react';

export type TableColumn<Row> = {
  id: string;
  label: string;
  cell: (row: Row) => ReactNode;
  isNumber?: boolean;
  isRowHeader?: boolean;
};

type TableProps<Row> = {
  caption: string;
  columns: readonly TableColumn<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  empty: ReactNode;
};

/**
 * A table to read, so a plain one: screen readers know it by heart, and where it is narrow every row becomes a card
 * with its column names inside. Nothing in it is selected or sorted; a grid would ask for arrow keys in vain.
 */
export function Table<Row>({ caption, columns, rows, keyOf, empty }: TableProps<Row>) {
  if (rows.length === 0) return empty;
  return (
    <table className="w-full text-start max-sm:block">
      <caption className="visually-hidden">{caption}</caption>
      <thead className="max-sm:visually-hidden">
        <tr className="border-b border-line-strong">
          {columns.map(({ id, label, isNumber }) => (
            <th
              key={id}
              scope="col"
              className={`px-3 py-2 text-sm font-semibold text-ink-soft ${isNumber ? 'text-end' : 'text-start'}`}
            >
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-sm:flex max-sm:flex-col max-sm:gap-3">
        {rows.map((row) => (
          <tr
            key={keyOf(row)}
            className="border-b border-line max-sm:block max-sm:rounded-lg max-sm:border max-sm:bg-raised max-sm:p-3"
          >
            {columns.map(({ id, label, cell, isNumber, isRowHeader }) => {
              const Tag = isRowHeader ? 'th' : 'td';
              return (
                <Tag
                  key={id}
                  {...(isRowHeader && { scope: 'row' })}
                  className={`px-3 py-3 font-normal max-sm:flex max-sm:justify-between max-sm:gap-4 max-sm:px-1 max-sm:py-1.5 max-sm:text-end ${isNumber ? 'figures text-end' : 'text-start'}`}
                >
                  <span aria-hidden="true" className="shrink-0 text-sm text-ink-faint sm:hidden">
                    {label}
                  </span>
                  <div className="min-w-0">{cell(row)}</div>
                </Tag>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
