import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useAct, useActKey, type Refused } from '../../core/data/useAct';
import { isoDay, timeSpan } from '../../core/format';
import { Sheet } from '../parts/Sheet';
import { toast } from '../parts/Toasts';
import { lengths } from './lengths';
import { Repeat, type Series } from './Repeat';
import type { Slot, SpaceShown } from './Space';
import { BookMySeriesDocument, BookSpaceDocument, MoveMyBookingDocument, type BookSpaceMutation } from './spaces.gen';

type Alternative = Extract<BookSpaceMutation['createBooking'], { alternatives: unknown }>['alternatives'][number];
type Problem = Refused & { alternatives?: readonly Alternative[] };
interface Shown { space: SpaceShown; slot: Slot; move: string | null; onClose: () => void; onDay: (iso: string) => void }
const MINUTE = 6e4;

/** The second tap: how long, the rules of the house, yes. Where someone was quicker, what is free nearby. */
export function BookSheet({ space, slot, move, onClose, onDay }: Shown) {
  const { t } = useTranslation('spaces');
  const go = useNavigate();
  const key = useActKey();
  const [from, setFrom] = useState(slot.startsAt);
  const options = lengths(space, from);
  const [minutes, setMinutes] = useState(options[0]!);
  const [agreed, setAgreed] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [book, isBooking] = useAct(BookSpaceDocument);
  const [bookAll, isBookingAll] = useAct(BookMySeriesDocument);
  const [series, setSeries] = useState<Series | 'looking' | null>(null);
  const [change, isMoving] = useAct(MoveMyBookingDocument);
  const endsAt = new Date(Date.parse(from) + minutes * MINUTE).toISOString();
  const needsTerms = Boolean(space.terms) && !move;
  const waits = space.approvalFromMinutes !== null && space.approvalFromMinutes !== undefined && minutes >= space.approvalFromMinutes;

  const isPossible = series === null || (series !== 'looking' && series.possible > 0);

  async function submit(): Promise<void> {
    setProblem(null);
    if (series && series !== 'looking') return submitAll(series);
    const outcome = move
      ? await change({ input: { bookingId: move, startsAt: from, endsAt, quantity: null, note: null, scope: 'THIS' } })
      : await book({ input: { spaceId: space.id, startsAt: from, endsAt, quantity: 1, audience: 'RESIDENT', equipment: [], hasAcceptedTerms: agreed, idempotencyKey: key() } });
    if (!outcome.ok) return setProblem(outcome.problem as Problem);
    toast(outcome.made.__typename === 'Booking' && outcome.made.status === 'PENDING' ? t('asked') : t(move ? 'moved' : 'booked'));
    void go('/bookings');
  }

  async function submitAll({ rrule, exceptOn, possible }: Series): Promise<void> {
    const outcome = await bookAll({ input: { spaceId: space.id, startsAt: from, endsAt, quantity: 1, audience: 'RESIDENT', equipment: [], hasAcceptedTerms: agreed, rrule, exceptOn, idempotencyKey: key() } });
    if (!outcome.ok) return setProblem(outcome.problem);
    toast(t('bookedAll', { count: possible }));
    void go('/bookings');
  }

  function take(one: Alternative): void {
    setProblem(null);
    if (one.space && one.space.id !== space.id) {
      onClose();
      void go(`/spaces/${one.space.id}?day=${isoDay(new Date(one.startsAt))}`);
      return;
    }
    onDay(isoDay(new Date(one.startsAt)));
    setFrom(one.startsAt);
    setMinutes((Date.parse(one.endsAt) - Date.parse(one.startsAt)) / MINUTE);
  }

  const busy = isBooking || isMoving || isBookingAll;
  return (
    <Sheet open title={t('bookAt', { time: timeSpan(from, endsAt) })} onClose={onClose}>
      <fieldset className="choices">
        <legend>{t('howLong')}</legend>
        {[...new Set([...options, minutes])].map((one) => <button key={one} type="button" aria-pressed={one === minutes} onClick={() => setMinutes(one)}>{t('minutes', { count: one })}</button>)}
      </fieldset>
      {!move && <Repeat space={space} startsAt={from} endsAt={endsAt} onSeries={setSeries} />}
      {needsTerms && (
        <>
          <div className="terms" tabIndex={0} role="region" aria-label={t('terms')}>{space.terms}</div>
          <div className="checks"><label><input type="checkbox" checked={agreed} onChange={(event) => setAgreed(event.target.checked)} />{t('agree')}</label></div>
        </>
      )}
      {waits && <p className="soft small">{t('needsApproval')}</p>}
      {problem && <p className="problem" role="alert">{problem.message}</p>}
      {problem?.alternatives && problem.alternatives.length > 0 && (
        <div className="buttons" role="group" aria-label={t('nearest')}>
          <b>{t('nearest')}</b>
          {problem.alternatives.map((one) => <button key={`${one.space?.id}${one.startsAt}`} type="button" className="button plain" onClick={() => take(one)}>{`${one.space && one.space.id !== space.id ? `${one.space.name} ` : ''}${timeSpan(one.startsAt, one.endsAt)}`}</button>)}
        </div>
      )}
      <div className="buttons"><button type="button" className="button" disabled={busy || !isPossible || (needsTerms && !agreed)} aria-busy={busy} onClick={() => void submit()}>{series && series !== 'looking' ? t('bookAll', { count: series.possible }) : t(move ? 'moveIt' : 'bookIt')}</button></div>
    </Sheet>
  );
}
