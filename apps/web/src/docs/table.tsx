import type { ReactNode } from 'react';

interface Props {
  /** Said to screen readers; the heading above says it to everybody else. */
  caption: string;
  head: readonly string[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
}

/** A table whose first column names the row. On a phone the cells of a row stand below each other. */
export function Table({ caption, head, rows }: Props) {
  return (
    <section
      aria-label={caption}
      className="relative mt-4 overflow-x-auto rounded-xl border border-line bg-surface"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll it
      tabIndex={0}
    >
      <table className="w-full text-left text-sm max-sm:block">
        <caption className="sr-only">{caption}</caption>
        <thead className="max-sm:hidden">
          <tr className="border-line border-b bg-sunken text-ink-soft text-xs">
            {head.map((title) => (
              <th key={title} scope="col" className="whitespace-nowrap px-4 py-2 font-medium">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line max-sm:block">
          {rows.map(({ key, cells: [first, ...others] }) => (
            <tr key={key} className="align-top max-sm:block max-sm:py-2.5">
              <th
                scope="row"
                className="px-4 py-2.5 font-normal max-sm:block max-sm:py-0.5 max-sm:font-medium sm:whitespace-nowrap"
              >
                {first}
              </th>
              {others.map((cell, index) => (
                <td
                  key={head[index + 1]}
                  className="px-4 py-2.5 text-ink-soft max-sm:block max-sm:py-0.5 sm:min-w-36 sm:last:min-w-56"
                >
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
