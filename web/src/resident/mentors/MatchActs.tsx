import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { isoDay } from '../../core/format';
import { Field } from '../parts/Field';
import { Sheet, Sure } from '../parts/Sheet';
import { toast } from '../parts/Toasts';
import { useFields } from '../parts/useFields';
import type { PhoneMatchesQuery } from './mentors.gen';
import { EndMyMatchDocument, LogMeetingDocument } from './offer.gen';

type Match = PhoneMatchesQuery['mentorMatches']['edges'][number]['node'];

/** What either of the two can do: write down that they met, and be done with it. */
export function MatchActs({ match, name, again }: { match: Match; name: string; again: () => void }) {
  const { t } = useTranslation('mentors');
  const [asked, setAsked] = useState<'met' | 'end' | null>(null);
  const [end, isBusy] = useAct(EndMyMatchDocument);
  const close = (): void => setAsked(null);
  const done = (): void => {
    close();
    again();
  };
  async function out(): Promise<void> {
    const outcome = await end({ input: { matchId: match.id } });
    toast(outcome.ok ? t('met.ended') : outcome.problem.message, outcome.ok ? 'good' : 'bad');
    done();
  }
  const isAsked = match.status === 'REQUESTED';
  return (
    <>
      <div className="two">
        {!isAsked && <button type="button" className="button plain" aria-label={t('met.title', { name })} onClick={() => setAsked('met')}>{t('met.log')}</button>}
        <button type="button" className="quiet" aria-label={t(isAsked ? 'met.takeBackSure' : 'met.endSure', { name })} onClick={() => setAsked('end')}>{t(isAsked ? 'met.takeBack' : 'met.end')}</button>
      </div>
      <Sheet open={asked === 'met'} title={t('met.title', { name })} onClose={close}><Met match={match} onDone={done} /></Sheet>
      <Sure open={asked === 'end'} title={t(isAsked ? 'met.takeBackSure' : 'met.endSure', { name })} yes={t(isAsked ? 'met.takeBack' : 'met.end')} danger busy={isBusy} onYes={() => void out()} onClose={close} />
    </>
  );
}

function Met({ match, onDone }: { match: Match; onDone: () => void }) {
  const { t } = useTranslation('mentors');
  const { typed, bind, said, setProblem } = useFields({ heldOn: isoDay(), minutes: '60' });
  const [log, isBusy] = useAct(LogMeetingDocument);
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setProblem(null);
    const outcome = await log({ input: { matchId: match.id, heldOn: typed.heldOn, minutes: Number(typed.minutes) } });
    if (!outcome.ok) return setProblem(outcome.problem);
    toast(t('met.logged'));
    onDone();
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Field label={t('met.on')} type="date" required max={isoDay()} {...bind('heldOn')} />
      <Field label={t('met.minutes')} type="number" inputMode="numeric" required min={10} max={480} {...bind('minutes')} />
      {said && <p className="problem" role="alert">{said}</p>}
      <button type="submit" className="button wide" disabled={isBusy || !typed.heldOn || !typed.minutes} aria-busy={isBusy}>{t('met.log')}</button>
    </form>
  );
}
