import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { useData } from '../../core/data/useData';
import { atShanghai, day, daysAfter, isoDay, time, weekday } from '../../core/format';
import { Page } from '../parts/Page';
import { Nothing, States } from '../parts/States';
import { BookSheet } from './BookSheet';
import { LineSheet } from './LineSheet';
import { Scene } from './Scene';
import { PhoneSpaceDocument, type PhoneSpaceQuery } from './spaces.gen';
import './spaces.css';

export type SpaceShown = NonNullable<PhoneSpaceQuery['space']>;
export type Slot = SpaceShown['availability'][number];

/** One space, one day: its free times, and a booking in two taps. With `move` in the address a booking is moved. */
export default function Space() {
  const { t } = useTranslation('spaces');
  const { id = '' } = useParams();
  const [at, setAt] = useSearchParams();
  const chosen = at.get('day') ?? isoDay();
  const move = at.get('move');
  const reading = useData(PhoneSpaceDocument, { id, from: atShanghai(chosen), to: atShanghai(daysAfter(chosen, 1)) });
  const [wanted, setWanted] = useState<Slot | null>(null);
  const [missed, setMissed] = useState<Slot | null>(null);
  const space = reading.kind === 'data' ? reading.data.space : null;
  const days = Array.from({ length: Math.min((space?.advanceDays ?? 6) + 1, 15) }, (_, n) => daysAfter(isoDay(), n));
  const pick = (iso: string): void => setAt((old) => ({ ...Object.fromEntries(old), day: iso }), { replace: true });
  return (
    <Page title={space?.name ?? t('title')} back={move ? '/bookings' : '/spaces'}>
      {move && <p className="notice">{t('moving')}</p>}
      <div className="strip" role="group" aria-label={t('chooseDay')}>
        {days.map((iso) => (
          <button key={iso} type="button" aria-pressed={iso === chosen} onClick={() => pick(iso)}><span>{iso === isoDay() ? t('today') : weekday(iso)}</span><b>{day(iso)}</b></button>
        ))}
      </div>
      <States of={reading} isEmpty={(data) => !data.space} empty={<Nothing title={t('gone')} hint={t('noneHint')} />}>
        {(data) => data.space && (
          <>
            <section className="card space-row">
              <Scene kind={data.space.kind} />
              <span className="grow">
                <h2>{t(`kinds.${data.space.kind}`)}</h2>
                <p>{[data.space.location, t('people', { count: data.space.capacity })].filter(Boolean).join(' · ')}</p>
                {data.space.needsCheckIn && <span className="small soft">{data.space.releaseMinutes ? t('mustCheckIn', { count: data.space.releaseMinutes }) : t('checkInThere')}</span>}
              </span>
            </section>
            <Slots space={data.space} onFree={setWanted} onTaken={setMissed} />
          </>
        )}
      </States>
      {space && wanted && <BookSheet key={wanted.startsAt} space={space} slot={wanted} move={move} onClose={() => setWanted(null)} onDay={pick} />}
      {space && missed && <LineSheet space={space} slot={missed} onClose={() => setMissed(null)} />}
    </Page>
  );
}

function Slots({ space, onFree, onTaken }: { space: SpaceShown; onFree: (slot: Slot) => void; onTaken: (slot: Slot) => void }) {
  const { t } = useTranslation('spaces');
  const open = space.availability.filter((slot) => slot.state !== 'PAST');
  if (open.length === 0) return <Nothing title={t('shutThatDay')} hint={t('otherDay')} />;
  return (
    <>
      <h2 className="section">{t('times')}</h2>
      <ul className="slots">
        {open.map((slot) => (
          <li key={slot.startsAt}>
            {slot.state === 'FREE' && <button type="button" onClick={() => onFree(slot)}><b>{time(slot.startsAt)}</b><small>{space.mode === 'SEATS' ? t('seatsLeft', { count: slot.seatsLeft }) : t('free')}</small></button>}
            {slot.state === 'TAKEN' && <button type="button" className="taken" onClick={() => onTaken(slot)}><b>{time(slot.startsAt)}</b><small>{t('queue')}</small></button>}
            {slot.state === 'BLOCKED' && <button type="button" className="gone" disabled><b>{time(slot.startsAt)}</b><small>{t('blocked')}</small></button>}
          </li>
        ))}
      </ul>
    </>
  );
}
