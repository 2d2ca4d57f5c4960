import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { date, time, weekday } from '../../../core/format';
import { Tag } from '../../../desk/Tag';
import type { SeriesDayFragment } from './board.gen';

/** Every date of a series, and what speaks against some of them. */
export function SeriesDays({ days, onBack }: { days: readonly SeriesDayFragment[]; onBack: () => void }) {
  const { t } = useTranslation('spaces');
  const left = days.filter((one) => one.code).length;
  return (
    <section aria-label={t('series.dates')}>
      <div className="card-head"><h3>{t('series.dates')}</h3><span className="grow" /><Button size="small" onClick={onBack}>{t('series.change')}</Button></div>
      {left > 0 && <p className="muted" role="status">{t('series.leftOut', { count: left })}</p>}
      <ul className="plain-list rows">
        {days.map((one) => (
          <li key={one.startsAt}>
            <span className="who grow"><b className="num">{`${date(one.startsAt)} ${weekday(one.startsAt)} ${time(one.startsAt)}–${time(one.endsAt)}`}</b>{one.message && <small>{one.message}</small>}</span>
            <Tag tone={one.code ? 'bad' : 'good'}>{t(one.code ? 'series.taken' : 'series.free')}</Tag>
          </li>
        ))}
      </ul>
    </section>
  );
}
