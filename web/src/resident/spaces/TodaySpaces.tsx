import { useMemo } from 'react';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { atShanghai, daysAfter, isoDay, now, time } from '../../core/format';
import { Quiet } from '../parts/States';
import { Offer } from './Offer';
import { Scene } from './Scene';
import { MyBookingsDocument } from './spaces.gen';
import { useLines } from './useLines';

/** Offers that want an answer, and what is booked for today. */
export default function TodaySpaces() {
  const filter = useMemo(() => ({ statuses: ['CONFIRMED' as const, 'CHECKED_IN' as const], fromAt: now().toISOString(), until: atShanghai(daysAfter(isoDay(), 1)) }), []);
  const lines = useLines();
  const bookings = useData(MyBookingsDocument, { filter, first: 5, after: null });
  const answered = (): void => {
    lines.again();
    bookings.again();
  };
  return (
    <>
      <Quiet of={lines}>{(data) => data.waitlist.edges.filter(({ node }) => node.status === 'OFFERED').map(({ node }) => <Offer key={node.id} entry={node} again={answered} />)}</Quiet>
      <Quiet of={bookings}>
        {(data) => data.myBookings.edges.map(({ node }) => (
          <Link key={node.id} className="card space-row" to="/bookings">
            {node.space && <Scene kind={node.space.kind} size={48} />}
            <span className="grow"><h2>{node.space?.name}</h2><p>{`${time(node.startsAt)}–${time(node.endsAt)} · ${node.space?.location ?? ''}`}</p></span>
          </Link>
        ))}
      </Quiet>
    </>
  );
}
