import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../core/auth/useSession';
import { useAct, type Outcome } from '../../../core/data/useAct';
import { now } from '../../../core/format';
import { dialog } from '../../../desk/afresh';
import { ApproveBookingDocument, CheckInBookingDocument, CheckOutBookingDocument, type BoardBookingFragment } from './board.gen';
import type { Refusing } from './ReasonModal';

const ReasonModal = dialog(() => import('./ReasonModal'));

const MINUTES_BEFORE = 30;

/** The acts on a booking that stand open to whoever is signed in. */
export function BookingActs({ booking, small = false, onDone, onMove }: { booking: BoardBookingFragment; small?: boolean; onDone: () => void; onMove?: (booking: BoardBookingFragment) => void }) {
  const { t } = useTranslation('spaces');
  const may = useMay();
  const { message } = App.useApp();
  const [approve, isApproving] = useAct(ApproveBookingDocument);
  const [checkIn, isComing] = useAct(CheckInBookingDocument);
  const [checkOut, isLeaving] = useAct(CheckOutBookingDocument);
  const [refusing, setRefusing] = useState<Refusing | null>(null);
  const tell = <Data,>(outcome: Outcome<Data>): void => {
    if (!outcome.ok) return void message.error(outcome.problem.message);
    void message.success(t('act.done'));
    onDone();
  };
  const input = { bookingId: booking.id };
  const size = small ? 'small' : 'middle';
  const isOver = new Date(booking.endsAt) <= now();
  const isDue = !isOver && Date.parse(booking.startsAt) - now().getTime() < MINUTES_BEFORE * 60_000;
  const isFuture = new Date(booking.startsAt) > now();
  return (
    <div className="acts">
      {booking.status === 'PENDING' && may('spaces:decide') && (
        <>
          <Button size={size} type="primary" loading={isApproving} onClick={() => void approve({ input }).then(tell)}>{t('act.approve')}</Button>
          <Button size={size} onClick={() => setRefusing({ booking, act: 'reject' })}>{t('act.reject')}</Button>
        </>
      )}
      {booking.status === 'CONFIRMED' && isDue && may('spaces:check_in') && <Button size={size} type="primary" loading={isComing} onClick={() => void checkIn({ input }).then(tell)}>{t('act.checkIn')}</Button>}
      {booking.status === 'CHECKED_IN' && !isOver && may('spaces:check_in') && <Button size={size} loading={isLeaving} onClick={() => void checkOut({ input }).then(tell)}>{t('act.checkOut')}</Button>}
      {onMove && isFuture && ['PENDING', 'CONFIRMED'].includes(booking.status) && may('spaces:book') && <Button size={size} onClick={() => onMove(booking)}>{t('act.reschedule')}</Button>}
      {isFuture && booking.status === 'CONFIRMED' && may('spaces:book') && <Button size={size} danger type="text" onClick={() => setRefusing({ booking, act: 'cancel' })}>{t('act.cancel')}</Button>}
      <ReasonModal of={refusing} onClose={() => setRefusing(null)} onDone={onDone} />
    </div>
  );
}
