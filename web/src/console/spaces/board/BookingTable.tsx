import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { timeSpan } from '../../../core/format';
import { dialog } from '../../../desk/afresh';
import { Nothing } from '../../../desk/States';
import { Tag } from '../../../desk/Tag';
import { WideTable } from '../../../desk/WideTable';
import type { BoardBookingFragment } from './board.gen';
import { BookingActs } from './BookingActs';
import type { Wanted } from './MoveModal';
import { TONES } from './tones';

const MoveModal = dialog(() => import('./MoveModal'));

/** Bookings one beneath the other, each with its acts: the board for whoever does not drag. */
export function BookingTable({ bookings, empty, onDone }: { bookings: readonly BoardBookingFragment[]; empty?: string; onDone: () => void }) {
  const { t } = useTranslation('spaces');
  const [wanted, setWanted] = useState<Wanted | null>(null);
  return (
    <>
      <WideTable<BoardBookingFragment>
        rowKey="id"
        aria-label={t('board.title')}
        dataSource={[...bookings]}
        scroll={{ x: 900 }}
        locale={{ emptyText: <Nothing title={empty ?? t('board.empty')} hint={null} /> }}
        columns={[
          { title: t('board.time'), width: 190, render: (_, row) => <span className="num">{timeSpan(row.startsAt, row.endsAt)}</span> },
          { title: t('board.space'), width: 150, ellipsis: true, render: (_, row) => row.space && <Link to={`/spaces/${row.space.id}`}>{row.space.name}</Link> },
          { title: t('board.booker'), ellipsis: true, render: (_, row) => [row.resident?.name, row.title].filter(Boolean).join(' · ') },
          { title: t('board.seats'), width: 70, align: 'right', render: (_, row) => <span className="num">{row.quantity}</span> },
          { title: t('state'), width: 120, render: (_, row) => <Tag tone={TONES[row.status]}>{t(`status.${row.status}`)}</Tag> },
          { title: <span className="unseen">{t('shared:act.more')}</span>, width: 260, render: (_, row) => <BookingActs small booking={row} onDone={onDone} onMove={(booking) => setWanted({ booking, startsAt: booking.startsAt, endsAt: booking.endsAt })} /> },
        ]}
      />
      <MoveModal wanted={wanted} onClose={() => setWanted(null)} onDone={onDone} />
    </>
  );
}
