import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useData } from '../../core/data/useData';
import { day as dayOf, daysAfter, isoDay, separator, time, weekday } from '../../core/format';
import { timeOf } from '../../core/hours';
import { useNameOf } from '../../core/useNameOf';
import { Quiet } from '../parts/States';
import { PhoneStationWeekDocument, type PhoneStationWeekQuery } from './stations.gen';

/** The station's week, day by day; the weeks before and after stand in the address. */
export function Week({ stationId }: { stationId: string }) {
  const { t } = useTranslation('stations');
  const [at, setAt] = useSearchParams();
  const asked = at.get('week');
  const of = asked && /^\d{4}-\d{2}-\d{2}$/.test(asked) ? asked : isoDay();
  const reading = useData(PhoneStationWeekDocument, { id: stationId, of });
  const go = (days: number): void => setAt({ week: daysAfter(of, days) });
  return (
    <>
      <h2 className="section">{t('week')}</h2>
      <div className="views" role="group" aria-label={t('whichWeek')}>
        <button type="button" onClick={() => go(-7)}>{t('weekBefore')}</button>
        <button type="button" aria-pressed={of === isoDay()} onClick={() => setAt({})}>{t('thisWeek')}</button>
        <button type="button" onClick={() => go(7)}>{t('weekAfter')}</button>
      </div>
      {reading.kind === 'loading' && <div className="waiting" role="status" aria-label={t('shared:state.loading')}><span /></div>}
      <Quiet of={reading}>
        {({ partyStationWeek: week }) => <ul className="rows" aria-label={t('week')}>{week.map((one) => <Day key={one.day} of={one} />)}</ul>}
      </Quiet>
    </>
  );
}

function Day({ of }: { of: PhoneStationWeekQuery['partyStationWeek'][number] }) {
  const { t } = useTranslation('stations');
  const nameOf = useNameOf();
  const isToday = of.day === isoDay();
  return (
    <li className="row" aria-current={isToday ? 'date' : undefined}>
      <span className="grow">
        <b>{`${weekday(of.day)} ${dayOf(of.day)}`}</b> {isToday && <span className="tag accent">{t('today')}</span>}
        <small>{of.hours.length === 0 ? t('shut') : of.hours.map(timeOf).join(separator())}</small>
        {of.isExceptional && <span className="tag warn">{of.note ?? t('otherwise')}</span>}
        {of.services.map((one) => <small key={one.id}>{[one.opens !== null && one.closes !== null && timeOf({ opens: one.opens, closes: one.closes }), nameOf(one)].filter(Boolean).join(' ')}</small>)}
        {of.activities.map((one) => <small key={`${one.startsAt}${one.title}`}>{`${time(one.startsAt)} – ${time(one.endsAt)} ${one.title}`}</small>)}
      </span>
      {of.activities.some((one) => one.memberActivityId) && <Link className="quiet" to="/party/activities" aria-label={t('joinOn', { day: dayOf(of.day) })}>{t('join')}</Link>}
    </li>
  );
}
