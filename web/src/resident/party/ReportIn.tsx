import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { isoDay } from '../../core/format';
import type { MemberStage } from '../../core/schema.gen';
import { Choice, Field } from '../parts/Field';
import { toast } from '../parts/Toasts';
import { useFields } from '../parts/useFields';
import { ReportMyselfInDocument } from './party.gen';
import { WhoSees } from './WhoSees';

const STAGES: readonly MemberStage[] = ['FORMAL', 'PROBATIONARY'];

/** Reporting in, by a consent that says who will see what. */
export function ReportIn({ again }: { again: () => void }) {
  const { t } = useTranslation('party');
  const key = useActKey();
  const [hasConsented, setHasConsented] = useState(false);
  const [sharesName, setSharesName] = useState(false);
  const { typed, bind, said, setProblem } = useFields({ stage: 'FORMAL', joinedOn: '', homeName: '' });
  const [report, isBusy] = useAct(ReportMyselfInDocument);
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setProblem(null);
    const outcome = await report({ input: { stage: typed.stage as MemberStage, hasConsented, sharesName, joinedOn: typed.joinedOn || null, homeName: typed.homeName.trim() || null, idempotencyKey: key() } });
    if (!outcome.ok) return setProblem(outcome.problem);
    toast(t('reported'));
    again();
  }
  return (
    <>
      <section className="card"><p className="said">{t('lead')}</p></section>
      <section className="card" aria-label={t('whoSees')}><h2>{t('whoSees')}</h2><WhoSees isNamed={sharesName} /></section>
      <form className="card" onSubmit={(event) => void submit(event)}>
        <h2>{t('reportIn')}</h2>
        <Choice label={t('stage')} {...bind('stage')}>{STAGES.map((one) => <option key={one} value={one}>{t(`stages.${one}`)}</option>)}</Choice>
        <Field label={t('joinedOn')} hint={t('optional')} type="date" min="1921-07-01" max={isoDay()} {...bind('joinedOn')} />
        <Field label={t('home')} hint={t('homeHint')} maxLength={80} {...bind('homeName')} />
        <fieldset className="checks">
          <legend>{t('consent')}</legend>
          <label><input type="checkbox" checked={hasConsented} onChange={(event) => setHasConsented(event.target.checked)} />{t('consentText')}</label>
          <label><input type="checkbox" checked={sharesName} onChange={(event) => setSharesName(event.target.checked)} />{t('shareText')}</label>
        </fieldset>
        {said && <p className="problem" role="alert">{said}</p>}
        <button type="submit" className="button wide" disabled={isBusy || !hasConsented} aria-busy={isBusy}>{t('reportIn')}</button>
      </form>
    </>
  );
}
