import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { now, timeSpan } from '../../core/format';
import { toast } from '../parts/Toasts';
import { AcceptOfferDocument, DeclineOfferDocument, type PhoneLineFragment } from './spaces.gen';
import './spaces.css';

/** What is left until a moment, ticking. */
export function CountDown({ until }: { until: string }) {
  const { t } = useTranslation('spaces');
  const [left, setLeft] = useState(() => Date.parse(until) - now().getTime());
  useEffect(() => {
    const ticking = setInterval(() => setLeft(Date.parse(until) - now().getTime()), 1000);
    return () => clearInterval(ticking);
  }, [until]);
  const seconds = Math.max(0, Math.floor(left / 1000));
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return <span className="count-down" role="timer">{seconds > 0 ? t('left', { clock }) : t('over')}</span>;
}

/** A place that is held for us: yes or no, before it goes to the next. */
export function Offer({ entry, again }: { entry: PhoneLineFragment; again: () => void }) {
  const { t } = useTranslation('spaces');
  const [accept, isAccepting] = useAct(AcceptOfferDocument);
  const [decline, isDeclining] = useAct(DeclineOfferDocument);
  const slot = entry.subject?.__typename === 'Slot' ? entry.subject : null;
  const name = entry.subject && 'title' in entry.subject ? entry.subject.title : slot?.space?.name;
  async function answer(isYes: boolean): Promise<void> {
    const outcome = await (isYes ? accept : decline)({ input: { entryId: entry.id } });
    toast(outcome.ok ? t(isYes ? 'accepted' : 'declined') : outcome.problem.message, outcome.ok ? 'good' : 'bad');
    again();
  }
  const busy = isAccepting || isDeclining;
  return (
    <section className="card ask">
      <h2>{t('offered', { name: name ?? '' })}</h2>
      {slot && <p>{timeSpan(slot.startsAt, slot.endsAt)}</p>}
      {entry.offerExpiresAt && <p><CountDown until={entry.offerExpiresAt} /></p>}
      <div className="pair">
        <button type="button" className="button" disabled={busy} aria-busy={isAccepting} onClick={() => void answer(true)}>{t('accept')}</button>
        <button type="button" className="button plain" disabled={busy} aria-busy={isDeclining} onClick={() => void answer(false)}>{t('decline')}</button>
      </div>
    </section>
  );
}
