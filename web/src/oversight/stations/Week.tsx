import { Button } from 'antd';
import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { parseAsString, useQueryState } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { date, day as dayOf, daysAfter, isoDay, separator, time, weekday } from '../../core/format';
import { timeOf } from '../../core/hours';
import { useNameOf } from '../../core/useNameOf';
import { States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { OwnStationWeekDocument, type OwnStationWeekQuery } from './stations.gen';

type Day = OwnStationWeekQuery['partyStationWeek'][number];

/** The station's week: when it is open, what is offered and what is on, day by day. */
export function Week({ stationId }: { stationId: string }) {
  const { t } = useTranslation('stations');
  const [asked, ask] = useQueryState('week', parseAsString.withOptions({ history: 'push' }));
  const of = asked && /^\d{4}-\d{2}-\d{2}$/.test(asked) ? asked : isoDay();
  const reading = useData(OwnStationWeekDocument, { id: stationId, of });
  const go = (days: number): void => void ask(daysAfter(of, days));
  return (
    <section className="card" aria-label={t('tabs.week')}>
      <div className="acts week-nav">
        <Button icon={<LeftOutlined />} onClick={() => go(-7)}>{t('weekBefore')}</Button>
        <Button onClick={() => void ask(null)} disabled={of === isoDay()}>{t('thisWeek')}</Button>
        <Button icon={<RightOutlined />} iconPlacement="end" onClick={() => go(7)}>{t('weekAfter')}</Button>
      </div>
      <States of={reading} rows={8}>
        {({ partyStationWeek: week }) => (
          <>
            <p className="muted">{week[0] && week[6] && t('span', { from: date(week[0].day), until: date(week[6].day) })}</p>
            <ol className="week">{week.map((one) => <Column key={one.day} of={one} />)}</ol>
          </>
        )}
      </States>
    </section>
  );
}

function Column({ of }: { of: Day }) {
  const { t } = useTranslation('stations');
  const nameOf = useNameOf();
  const isToday = of.day === isoDay();
  return (
    <li className={isToday ? 'today' : ''} aria-current={isToday ? 'date' : undefined}>
      <h3>{weekday(of.day)} <small className="muted num">{dayOf(of.day)}</small></h3>
      <p className="num">{of.hours.length === 0 ? t('shut') : of.hours.map(timeOf).join(separator())}</p>
      {of.isExceptional && <p><Tag tone="warn">{of.note ?? t('otherwise')}</Tag></p>}
      {of.services.map((one) => <p key={one.id} className="held">{one.opens !== null && one.closes !== null && <span className="num muted">{timeOf({ opens: one.opens, closes: one.closes })}</span>} {nameOf(one)}</p>)}
      {of.activities.map((one) => <p key={`${one.startsAt}${one.title}`} className="held is-activity"><span className="num muted">{`${time(one.startsAt)} – ${time(one.endsAt)}`}</span> {one.title}</p>)}
    </li>
  );
}
