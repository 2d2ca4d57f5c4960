/** A chart with its equivalent table beneath; its code comes once a page has something to draw. */
import type { TableColumnsType } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { time } from '../core/format';
import type { Option } from './Drawing';
import { WideTable } from './WideTable';

const Drawing = lazy(() => import('./Drawing'));

interface Shown<Row> {
  label: string;
  option: Option;
  height?: number;
  rows: readonly Row[];
  rowKey: string;
  columns: TableColumnsType<Row>;
}

export function Chart<Row extends object>({ label, option, height = 300, rows, rowKey, columns }: Shown<Row>) {
  const { t } = useTranslation();
  const [readAt] = useState(() => new Date());
  return (
    <figure style={{ margin: 0 }}>
      <Suspense fallback={<div style={{ height }} data-loading />}><Drawing option={option} label={label} height={height} /></Suspense>
      <figcaption className="muted" style={{ margin: '4px 0 8px' }}>{t('chart.updated', { time: time(readAt) })}</figcaption>
      <details>
        <summary>{t('chart.table')}</summary>
        <WideTable<Row> size="small" rowKey={rowKey} aria-label={label} columns={columns} dataSource={[...rows]} scroll={{ x: 'max-content' }} style={{ marginTop: 8 }} />
      </details>
    </figure>
  );
}
