import { Link, type LinkProps } from '@tanstack/react-router';
import { ArrowDown, ArrowUp, ArrowUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { cx } from '@/lib/cx';

export type Density = 'comfortable' | 'normal' | 'compact';

export interface Column<Row> {
  id: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Names the row: a row header, and the place of the row's link. Exactly one column has it. */
  main?: boolean;
  align?: 'start' | 'end';
  /** The value of `sort` this heading asks for. */
  sortKey?: string;
  /** Which way the server sorts it; shown only. */
  sortDirection?: 'ascending' | 'descending';
  nowrap?: boolean;
  /** Left out on narrow screens. */
  wideOnly?: boolean;
  className?: string;
}

export interface TableProps<Row> {
  /** Names the table for a screen reader; shown when captionShown. */
  caption: string;
  captionShown?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Where a row leads; the whole row answers to it. */
  rowLink?: (row: Row) => LinkProps;
  sort?: string;
  onSort?: (sortKey: string) => void;
  density?: Density;
  /** Marks rows that need the reader first; say it in a cell too. */
  rowTone?: (row: Row) => 'urgent' | 'unread' | undefined;
}

const pad: Record<Density, string> = {
  comfortable: 'px-4 py-4',
  normal: 'px-2.5 py-3 desk:px-4',
  compact: 'px-3 py-1.5',
};
const rowTones = { urgent: 'bg-red-50', unread: 'bg-blue-50' };

export function Table<Row>(props: TableProps<Row>) {
  const { caption, captionShown, columns, rows, rowKey, density = 'normal' } = props;
  return (
    <section className="overflow-x-auto desk:overflow-x-visible" aria-label={caption} data-quiet-focus>
      <table className="w-full border-collapse text-left" data-density={density}>
        <caption className={captionShown ? 'pb-2 text-left font-bold' : 'visually-hidden'}>{caption}</caption>
        {/* In a narrow place the table scrolls sideways in itself, and its head sticks to that, not to the window. */}
        <thead className="sticky top-0 z-10 desk:top-(--sticky-top,0px)">
          <tr>
            {columns.map((c) => (
              <HeadCell key={c.id} column={c} table={props} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <BodyRow key={rowKey(row)} row={row} table={props} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function HeadCell<Row>({ column: c, table }: { column: Column<Row>; table: TableProps<Row> }) {
  const t = useTranslations('ui');
  const sortable = c.sortKey !== undefined && table.onSort;
  const active = c.sortKey !== undefined && c.sortKey === table.sort;
  const Icon = !active ? ArrowUpDown : c.sortDirection === 'descending' ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={active ? (c.sortDirection ?? 'ascending') : undefined}
      className={cx(
        'border-b border-solid-gray-600 bg-solid-gray-50 text-[0.9375rem] font-bold whitespace-nowrap',
        sortable ? 'p-0' : pad[table.density ?? 'normal'],
        c.align === 'end' && 'text-right',
        c.wideOnly && 'hidden desk:table-cell',
      )}
    >
      {sortable ? (
        <button
          type="button"
          onClick={() => c.sortKey !== undefined && table.onSort?.(c.sortKey)}
          className={cx('flex min-h-11 w-full items-center gap-1 hover:underline', pad[table.density ?? 'normal'])}
        >
          {c.header}
          <Icon aria-hidden size="1em" className={active ? '' : 'text-solid-gray-536'} />
          <span className="visually-hidden">{active ? t('sorted') : t('sortBy')}</span>
        </button>
      ) : (
        c.header
      )}
    </th>
  );
}

function BodyRow<Row>({ row, table }: { row: Row; table: TableProps<Row> }) {
  const tone = table.rowTone?.(row);
  return (
    <tr
      data-tone={tone}
      className={cx(
        'relative border-b border-solid-gray-200',
        tone && rowTones[tone],
        table.rowLink && 'hover:bg-key-50',
      )}
    >
      {table.columns.map((c) => {
        const className = cx(
          pad[table.density ?? 'normal'],
          'align-top',
          c.align === 'end' && 'text-right tabular-nums',
          c.nowrap && 'whitespace-nowrap',
          c.wideOnly && 'hidden desk:table-cell',
          c.className,
        );
        if (!c.main) {
          return (
            <td key={c.id} className={className}>
              {c.cell(row)}
            </td>
          );
        }
        return (
          <th key={c.id} scope="row" className={cx(className, 'font-bold')}>
            {table.rowLink ? (
              <Link
                {...table.rowLink(row)}
                className="stretched-link text-key-1000 underline underline-offset-[0.1875rem] hover:decoration-[3px]"
              >
                {c.cell(row)}
              </Link>
            ) : (
              c.cell(row)
            )}
          </th>
        );
      })}
    </tr>
  );
}

/** A thing inside a row that has its own press: stands above the row's link. */
export function AboveRowLink({ children }: { children: ReactNode }) {
  return <span className="relative z-1">{children}</span>;
}
