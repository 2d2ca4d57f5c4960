import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { date } from '../../core/format';
import { QrCode } from '../../desk/QrCode';
import { Equipment } from './Equipment';
import { clockOf, WEEK } from './kinds';
import type { SpaceHere } from './SpaceModal';

/** What holds for a space, in words. */
export function Rules({ space }: { space: SpaceHere }) {
  const { t } = useTranslation('spaces');
  const [isShown, setIsShown] = useState(false);
  const minutes = (count: number): string => t('minutes', { count });
  const facts: [string, ReactNode][] = [
    ['booking', t(`mode.${space.mode}`)],
    ['slot', t('slotOf', { minutes: space.slotMinutes })],
    ['length', t('lengthOf', { min: space.minMinutes, max: space.maxMinutes })],
    ['buffer', space.bufferBefore + space.bufferAfter > 0 ? t('bufferOf', { before: space.bufferBefore, after: space.bufferAfter }) : t('none')],
    ['advance', t('advanceOf', { days: space.advanceDays })],
    ['notice', t('noticeOf', { minutes: space.noticeMinutes })],
    ['cancelNotice', t('noticeOf', { minutes: space.cancelNoticeMinutes })],
    ['approval', space.approvalFromMinutes == null ? t('approvalNever') : space.approvalFromMinutes === 0 ? t('approvalAlways') : t('approvalFrom', { minutes: space.approvalFromMinutes })],
    ['checkIn', space.needsCheckIn ? (space.releaseMinutes ? t('checkInBy', { minutes: space.releaseMinutes }) : t('checkInOnly')) : t('checkInNone')],
    ['hold', minutes(space.holdMinutes)],
    ['quotas', space.quotas.length === 0 ? t('quotaNone') : <Quotas key="quotas" space={space} />],
    ['who', <Who key="who" space={space} />],
    ['closedOn', space.closedOn.length === 0 ? t('none') : space.closedOn.map((one) => date(one)).join('，')],
    ['terms', space.terms ? <>{space.terms} <span className="muted">{t('termsOf', { version: space.termsVersion })}</span></> : t('none')],
  ];
  return (
    <div className="columns">
      <section className="card"><dl className="facts">{facts.map(([name, value]) => <div key={name} style={{ display: 'contents' }}><dt>{t(name)}</dt><dd>{value}</dd></div>)}</dl></section>
      <div className="stack">
        <section className="card">
          <div className="card-head"><h2>{t('hours')}</h2></div>
          <dl className="facts">
            {WEEK.map((day) => {
              const open = space.hours.filter((one) => one.weekday === day);
              return (
                <div key={day} style={{ display: 'contents' }}>
                  <dt>{t(`days.${day}`)}</dt>
                  <dd className="num">{open.length === 0 ? t('shutOn') : open.map((one) => `${clockOf(one.opens)} – ${clockOf(one.closes)}`).join('，')}</dd>
                </div>
              );
            })}
          </dl>
        </section>
        <Equipment space={space} />
        {space.checkInCode && (
          <section className="card">
            <div className="card-head"><h2>{t('wallCode')}</h2></div>
            <p className="muted">{t('wallHint')}</p>
            {isShown ? <QrCode alt={t('wallCode')} width={220} svg={space.checkInCode} /> : <Button onClick={() => setIsShown(true)}>{t('show')}</Button>}
          </section>
        )}
      </div>
    </div>
  );
}

interface Band {
  weekdays: readonly number[];
  opens: number;
  closes: number;
}

/** A band of the week, in words. */
function When({ opens, closes, weekdays }: Band) {
  const { t } = useTranslation('spaces');
  const days = weekdays.length === 0 ? t('everyDay') : weekdays.map((day) => t(`days.${day}`)).join('、');
  const isAlways = opens === 0 && closes >= 1440 && weekdays.length === 0;
  return <span className="muted">{` · ${isAlways ? t('whoAll') : t('whoAt', { days, opens: clockOf(opens), closes: clockOf(closes) })}`}</span>;
}

function Quotas({ space }: { space: SpaceHere }) {
  const { t } = useTranslation('spaces');
  return (
    <ul className="plain-list">
      {space.quotas.map((one) => (
        <li key={JSON.stringify(one)} style={{ border: 0 }}>
          {t(`quotaOf.${one.measure}`, { amount: one.amount, period: t(`periods.${one.period}`) })}
          <When {...one} />
        </li>
      ))}
    </ul>
  );
}

function Who({ space }: { space: SpaceHere }) {
  const { t } = useTranslation('spaces');
  return (
    <ul className="plain-list">
      {space.audiences.map((one) => (
        <li key={JSON.stringify(one)} style={{ border: 0 }}>
          {t(`audience.${one.audience}`)}
          <When {...one} />
        </li>
      ))}
    </ul>
  );
}
