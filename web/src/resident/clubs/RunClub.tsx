import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useAct } from '../../core/data/useAct';
import type { JoinMode } from '../../core/schema.gen';
import { Choice, Field, Words } from '../parts/Field';
import { Sheet } from '../parts/Sheet';
import { toast } from '../parts/Toasts';
import { useFields } from '../parts/useFields';
import type { PhoneClubFragment } from './clubs.gen';
import { MODES } from './NewClub';
import { ChangeMyClubDocument, EndMyClubDocument } from './run.gen';

/** What the club says of itself and how one joins; and its end. */
export function RunClub({ club, again }: { club: PhoneClubFragment; again: () => void }) {
  const { t } = useTranslation('clubs');
  const [isEnding, setIsEnding] = useState(false);
  const { typed, bind, said, setProblem } = useFields({ name: club.name, about: club.about, joinMode: String(club.joinMode) });
  const [change, isBusy] = useAct(ChangeMyClubDocument);
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setProblem(null);
    const outcome = await change({ input: { clubId: club.id, ...typed, joinMode: typed.joinMode as JoinMode } });
    if (!outcome.ok) return setProblem(outcome.problem);
    toast(t('saved'));
    again();
  }
  return (
    <>
      <form className="card" onSubmit={(event) => void submit(event)}>
        <Field label={t('name')} required maxLength={40} {...bind('name')} />
        <Words label={t('about')} rows={4} maxLength={1000} {...bind('about')} />
        <Choice label={t('how')} {...bind('joinMode')}>{MODES.map((one) => <option key={one} value={one}>{t(`modes.${one}`)}</option>)}</Choice>
        {said && <p className="problem" role="alert">{said}</p>}
        <button type="submit" className="button wide" disabled={isBusy || typed.name.trim().length < 2} aria-busy={isBusy}>{t('save')}</button>
      </form>
      <button type="button" className="quiet" onClick={() => setIsEnding(true)}>{t('end')}</button>
      <Sheet open={isEnding} title={t('endSure', { name: club.name })} onClose={() => setIsEnding(false)}><End clubId={club.id} /></Sheet>
    </>
  );
}

function End({ clubId }: { clubId: string }) {
  const { t } = useTranslation('clubs');
  const go = useNavigate();
  const { typed, bind, said, setProblem } = useFields({ reason: '' });
  const [end, isBusy] = useAct(EndMyClubDocument);
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setProblem(null);
    const outcome = await end({ input: { clubId, reason: typed.reason } });
    if (!outcome.ok) return setProblem(outcome.problem);
    toast(t('ended'));
    void go('/clubs', { replace: true });
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <p className="soft">{t('endHint')}</p>
      <Words label={t('reason')} rows={3} required maxLength={500} {...bind('reason')} />
      {said && <p className="problem" role="alert">{said}</p>}
      <button type="submit" className="button danger wide" disabled={isBusy || typed.reason.trim().length < 2} aria-busy={isBusy}>{t('end')}</button>
    </form>
  );
}
