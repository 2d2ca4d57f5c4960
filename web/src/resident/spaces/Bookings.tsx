import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { dayTime, now, timeSpan, weekday } from '../../core/format';
import type { SeriesScope } from '../../core/schema.gen';
import { Page } from '../parts/Page';
import { Sheet, Sure } from '../parts/Sheet';
import { Nothing, States } from '../parts/States';
import { toast } from '../parts/Toasts';
import { Feed } from './Feed';
import { Offer } from './Offer';
import { Scene } from './Scene';
import { CancelMyBookingDocument, LeaveLineDocument, MyBookingsDocument, type PhoneBookingFragment, type PhoneLineFragment } from './spaces.gen';
import { useLines } from './useLines';
import './spaces.css';

const TONE = { PENDING: 'warn', CONFIRMED: 'good', CHECKED_IN: 'accent', COMPLETED: '', CANCELLED: '', REJECTED: 'bad', RELEASED: 'warn', NO_SHOW: 'bad' } as const;

/** What I booked, where I wait, and my calendar. */
export default function Bookings() {
  const { t } = useTranslation('spaces');
  const filter = useMemo(() => ({ fromAt: now().toISOString(), statuses: ['PENDING' as const, 'CONFIRMED' as const, 'CHECKED_IN' as const] }), []);
  const past = useMemo(() => ({ until: now().toISOString(), statuses: [] }), []);
  const lines = useLines();
  const coming = useData(MyBookingsDocument, { filter, first: 30, after: null });
  const before = useData(MyBookingsDocument, { filter: past, first: 10, after: null });
  const [leaving, setLeaving] = useState<PhoneBookingFragment | null>(null);
  const [cancel, isBusy] = useAct(CancelMyBookingDocument);
  const answered = (): void => {
    lines.again();
    coming.again();
  };
  async function leave(scope: SeriesScope): Promise<void> {
    if (!leaving) return;
    const outcome = await cancel({ input: { bookingId: leaving.id, scope, reason: null } });
    setLeaving(null);
    toast(outcome.ok ? t('cancelled') : outcome.problem.message, outcome.ok ? 'good' : 'bad');
  }
  const close = (): void => setLeaving(null);
  const title = t('cancelSure', { name: leaving?.space?.name ?? '', time: leaving ? dayTime(leaving.startsAt) : '' });
  return (
    <Page title={t('mine')} back="/mine">
      {lines.kind === 'data' && lines.data.waitlist.edges.filter(({ node }) => node.subject?.__typename === 'Slot').map(({ node }) => (node.status === 'OFFERED' ? <Offer key={node.id} entry={node} again={answered} /> : <Waiting key={node.id} entry={node} again={lines.again} />))}
      <States of={coming} isEmpty={(data) => data.myBookings.edges.length === 0} empty={<Nothing title={t('noBookings')} hint={t('noBookingsHint')}><Link className="button" to="/spaces">{t('title')}</Link></Nothing>}>
        {(data) => data.myBookings.edges.map(({ node }) => <Booked key={node.id} booking={node} onCancel={() => setLeaving(node)} />)}
      </States>
      {before.kind === 'data' && before.data.myBookings.edges.length > 0 && (
        <>
          <h2 className="section">{t('past')}</h2>
          <ul className="rows">{before.data.myBookings.edges.map(({ node }) => <li key={node.id} className="row"><span className="grow">{node.space?.name}<small>{timeSpan(node.startsAt, node.endsAt)}</small></span><span className={`tag ${TONE[node.status]}`}>{t(`status.${node.status}`)}</span></li>)}</ul>
        </>
      )}
      <Feed />
      <Sure open={leaving !== null && !leaving.series} title={title} hint={t('cancelHint')} yes={t('cancel')} danger busy={isBusy} onYes={() => void leave('THIS')} onClose={close} />
      <Sheet open={leaving?.series != null} title={title} onClose={close}>
        <p className="soft">{t('ofSeries')}</p>
        <div className="buttons">
          <button type="button" className="button danger" disabled={isBusy} aria-busy={isBusy} onClick={() => void leave('THIS')}>{t('cancelOne')}</button>
          <button type="button" className="button plain" disabled={isBusy} onClick={() => void leave('FOLLOWING')}>{t('cancelFollowing')}</button>
        </div>
      </Sheet>
    </Page>
  );
}

function Booked({ booking, onCancel }: { booking: PhoneBookingFragment; onCancel: () => void }) {
  const { t } = useTranslation('spaces');
  const { space } = booking;
  const isOpen = booking.status === 'PENDING' || booking.status === 'CONFIRMED';
  return (
    <section className="card">
      <div className="space-row">
        {space && <Scene kind={space.kind} />}
        <span className="grow">
          <h2>{space?.name}</h2>
          <p>{`${weekday(booking.startsAt)} ${timeSpan(booking.startsAt, booking.endsAt)}`}<br />{space?.location}</p>
          <span className={`tag ${TONE[booking.status]}`}>{t(`status.${booking.status}`)}</span>
        </span>
      </div>
      {isOpen && (
        <>
          {booking.status === 'CONFIRMED' && space?.needsCheckIn && <div className="buttons"><Link className="button" to={`/scan?booking=${booking.id}`}>{t('checkIn')}</Link></div>}
          <div className="pair">
            <Link className="button plain" to={`/spaces/${space?.id}?move=${booking.id}`}>{t('change')}</Link>
            <button type="button" className="button plain" onClick={onCancel}>{t('cancel')}</button>
          </div>
          {booking.calendarFile && <a className="quiet" download="xinju.ics" href={`data:text/calendar;charset=utf-8,${encodeURIComponent(booking.calendarFile)}`}>{t('toCalendar')}</a>}
        </>
      )}
    </section>
  );
}

function Waiting({ entry, again }: { entry: PhoneLineFragment; again: () => void }) {
  const { t } = useTranslation('spaces');
  const [leave, isBusy] = useAct(LeaveLineDocument);
  const slot = entry.subject?.__typename === 'Slot' ? entry.subject : null;
  async function out(): Promise<void> {
    const outcome = await leave({ input: { entryId: entry.id } });
    toast(outcome.ok ? t('leftLine') : outcome.problem.message, outcome.ok ? 'good' : 'bad');
    again();
  }
  return (
    <section className="card">
      <h2>{t('waitingFor', { name: slot?.space?.name ?? '' })}</h2>
      <p className="soft">{slot && timeSpan(slot.startsAt, slot.endsAt)}</p>
      <span className="tag warn">{entry.position ? t('inLineAs', { count: entry.position }) : t('inLine')}</span>
      <button type="button" className="quiet" disabled={isBusy} onClick={() => void out()}>{t('leaveLine')}</button>
    </section>
  );
}
