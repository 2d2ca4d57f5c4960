/** A table that pages on the server; old rows are never shown as current. */
import type { TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import type { Reading } from '../core/data/useData';
import { Pager, type Connection, type Paging } from './paging';
import { Failed, Nothing } from './States';
import { WideTable } from './WideTable';

interface Shown<Data, Row> {
  label: string;
  of: Reading<Data>;
  connection: (data: Data) => Connection<Row>;
  columns: TableColumnsType<Row>;
  paging: Paging;
  /** The width beneath which it scrolls sideways in itself. */
  width?: number;
  empty?: ReactNode;
  onRow?: (row: Row) => void;
}

// The least that a column without a width of its own is given: beneath it, words stand letter by letter.
const FREE = 160;

export function ConnectionTable<Data, Row extends { id: string }>({ label, of, connection, columns, paging, width = 900, empty, onRow }: Shown<Data, Row>) {
  if (of.kind === 'error') return <Failed again={of.again} offline={of.offline} />;
  const found = of.kind === 'data' ? connection(of.data) : null;
  const least = columns.reduce((sum, column) => sum + (typeof column.width === 'number' ? column.width : FREE), 0);
  return (
    <>
      <WideTable<Row>
        rowKey="id"
        aria-label={label}
        columns={columns}
        dataSource={found ? found.edges.map((edge) => edge.node) : []}
        loading={of.kind === 'loading'}
        scroll={{ x: Math.max(width, least) }}
        locale={{ emptyText: of.kind === 'loading' ? <div style={{ height: 240 }} data-loading /> : (empty ?? <Nothing />) }}
        {...(onRow ? { onRow: (row: Row) => ({ onClick: () => onRow(row), style: { cursor: 'pointer' } }) } : {})}
      />
      {found && found.totalCount > 0 && <Pager paging={paging} found={found} />}
    </>
  );
}
