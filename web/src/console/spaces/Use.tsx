import { Segmented } from 'antd';
import { parseAsNumberLiteral, useQueryState } from 'nuqs';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { atShanghai, daysAfter, isoDay, number, percent } from '../../core/format';
import { Chart } from '../../desk/Chart';
import { Nothing, States } from '../../desk/States';
import { SpaceUseDocument, type SpaceUseQuery } from './spaces.gen';

const SPANS = [7, 14, 28] as const;
type Hour = SpaceUseQuery['spaceUse'][number];

/** How a space is used by hour of the day, and what was wanted in vain. */
export function Use({ spaceId }: { spaceId: string }) {
  const { t } = useTranslation('spaces');
  const [days, setDays] = useQueryState('days', parseAsNumberLiteral(SPANS).withDefault(28));
  const tomorrow = daysAfter(isoDay(), 1);
  const reading = useData(SpaceUseDocument, { space: spaceId, from: atShanghai(daysAfter(tomorrow, -days)), to: atShanghai(tomorrow) });
  return (
    <section className="card" aria-label={t('use.title')}>
      <div className="card-head">
        <h2 className="grow">{t('use.title')}</h2>
        <Segmented aria-label={t('use.since')} value={days} onChange={(value) => void setDays(value)} options={SPANS.map((one) => ({ value: one, label: t('use.days', { count: one }) }))} />
      </div>
      <States of={reading} rows={8} isEmpty={(data) => data.spaceUse.every((one) => one.openHours === 0)} empty={<Nothing title={t('use.empty')} hint={null} />}>
        {(data) => <Hours hours={data.spaceUse.filter((one) => one.openHours > 0 || one.refused > 0)} />}
      </States>
    </section>
  );
}

function Hours({ hours }: { hours: readonly Hour[] }) {
  const { t } = useTranslation('spaces');
  const option = useMemo(
    () => ({
      xAxis: { type: 'category', data: hours.map((one) => `${one.hour}:00`) },
      yAxis: [{ type: 'value', name: t('use.booked') }, { type: 'value', name: t('use.refused'), minInterval: 1, splitLine: { show: false } }],
      grid: { left: 48, right: 48, top: 64, bottom: 32 },
      series: [
        { type: 'bar', name: t('use.booked'), data: hours.map((one) => Number(one.bookedHours.toFixed(1))) },
        { type: 'bar', name: t('use.attended'), data: hours.map((one) => Number(one.attendedHours.toFixed(1))) },
        { type: 'line', name: t('use.unmet'), yAxisIndex: 1, data: hours.map((one) => one.refused + one.waitlisted) },
      ],
    }),
    [hours, t],
  );
  const sum = (of: (hour: Hour) => number): string => number(Math.round(hours.reduce((total, one) => total + of(one), 0)));
  return (
    <div className="stack">
      <dl className="figures">
        <div className="figure"><dt>{t('use.open')}</dt><dd className="num">{sum((one) => one.openHours)}</dd></div>
        <div className="figure"><dt>{t('use.booked')}</dt><dd className="num">{sum((one) => one.bookedHours)}</dd></div>
        <div className="figure"><dt>{t('use.attended')}</dt><dd className="num">{sum((one) => one.attendedHours)}</dd></div>
        <div className="figure"><dt>{t('use.unmet')}</dt><dd className="num">{sum((one) => one.refused + one.waitlisted)}</dd></div>
      </dl>
      <Chart
        label={t('use.chart')}
        option={option}
        rows={hours}
        rowKey="hour"
        columns={[
          { title: t('use.hour'), render: (_, row) => `${row.hour}:00` },
          { title: t('use.open'), render: (_, row) => number(row.openHours) },
          { title: t('use.booked'), render: (_, row) => number(row.bookedHours) },
          { title: t('use.attended'), render: (_, row) => number(row.attendedHours) },
          { title: t('use.rate'), render: (_, row) => percent(row.rate) },
          { title: t('use.refused'), render: (_, row) => number(row.refused) },
          { title: t('use.waiting'), render: (_, row) => number(row.waitlisted) },
        ]}
      />
    </div>
  );
}
