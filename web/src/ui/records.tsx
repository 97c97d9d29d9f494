import type { ReactNode } from 'react';
import classes from './records.module.css';

export interface Column<Row> {
  label: string;
  isNumber?: boolean;
  cell: (row: Row) => ReactNode;
}

interface RecordsProps<Row> {
  /** What the table lists, for screen readers. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
}

/** Rows and columns; on a phone each row is a card. The roles survive the change of display. */
export function Records<Row>({ label, columns, rows, keyOf }: RecordsProps<Row>) {
  return (
    <div className={classes.wrap}>
      <table className={classes.table} role="table" aria-label={label}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th key={column.label} scope="col" role="columnheader" data-number={column.isNumber}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={keyOf(row)} role="row">
              {columns.map((column) => (
                <td
                  key={column.label}
                  role="cell"
                  data-label={column.label}
                  data-number={column.isNumber}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
