import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { timeSpan } from '../../../core/format';
import { Tag } from '../../../desk/Tag';
import type { BoardBookingFragment } from './board.gen';
import { BookingActs } from './BookingActs';
import { TONES } from './tones';

/** One booking, and what can be done with it. */
export default function BookingPanel({ booking, onClose, onDone, onMove }: { booking: BoardBookingFragment | null; onClose: () => void; onDone: () => void; onMove: (booking: BoardBookingFragment) => void }) {
  const { t } = useTranslation('spaces');
  return (
    <Drawer open={booking !== null} onClose={onClose} title={booking?.title} size={400} extra={booking && <Tag tone={TONES[booking.status]}>{t(`status.${booking.status}`)}</Tag>}>
      {booking && (
        <div className="stack">
          <dl className="facts">
            <dt>{t('board.space')}</dt><dd>{booking.space?.name}</dd>
            <dt>{t('board.time')}</dt><dd className="num">{timeSpan(booking.startsAt, booking.endsAt)}</dd>
            <dt>{t('board.booker')}</dt><dd>{booking.resident?.name ?? '—'}</dd>
            <dt>{t('board.audience')}</dt><dd>{t(`audience.${booking.audience}`)}</dd>
            <dt>{t('board.seats')}</dt><dd className="num">{booking.quantity}</dd>
            {booking.series && <><dt>{t('series.rhythm')}</dt><dd>{t('series.isOne')}</dd></>}
            {booking.note && <><dt>{t('board.note')}</dt><dd>{booking.note}</dd></>}
          </dl>
          <BookingActs booking={booking} onDone={onDone} onMove={onMove} />
        </div>
      )}
    </Drawer>
  );
}
