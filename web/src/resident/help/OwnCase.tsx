import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import type { ConsentPurpose } from '../../core/schema.gen';
import { Page } from '../parts/Page';
import { Sure } from '../parts/Sheet';
import { Nothing, States } from '../parts/States';
import { toast } from '../parts/Toasts';
import { OwnCaseDocument, WithdrawMyConsentDocument, type OwnCaseQuery } from './help.gen';
import { CaseReads } from './Reads';

type Whole = NonNullable<OwnCaseQuery['case']>;

/** One's own case: how far it is, who works on it, what one agreed to, and who read it. */
export default function OwnCase() {
  const { t } = useTranslation('help');
  const { id = '' } = useParams();
  const reading = useData(OwnCaseDocument, { id });
  return (
    <Page title={t('case')} back="/help">
      <States of={reading} isEmpty={(data) => !data.case} empty={<Nothing title={t('gone')} hint={null} />}>
        {(data) => data.case && (
          <>
            <section className="card">
              <h2>{data.case.code}</h2>
              <ol className="chain">{data.case.steps.map((step) => <li key={step.number}>{t(`phases.${step.phase}`)}<small>{date(step.enteredAt)}</small></li>)}</ol>
              {data.case.workers.map((worker) => <p key={worker.name} className="small soft">{`${worker.name} · ${t(`roles.${worker.role}`)}`}</p>)}
            </section>
            <Consents of={data.case} again={reading.again} />
            <CaseReads id={id} />
          </>
        )}
      </States>
    </Page>
  );
}

function Consents({ of, again }: { of: Whole; again: () => void }) {
  const { t } = useTranslation('help');
  const [leaving, setLeaving] = useState<ConsentPurpose | null>(null);
  const [withdraw, isBusy] = useAct(WithdrawMyConsentDocument);
  async function leave(): Promise<void> {
    if (!leaving) return;
    const outcome = await withdraw({ input: { caseId: of.id, purpose: leaving } });
    setLeaving(null);
    toast(outcome.ok ? t('consentGone') : outcome.problem.message, outcome.ok ? 'good' : 'bad');
    again();
  }
  if (of.consents.length === 0) return null;
  return (
    <section className="card">
      <h2>{t('consents')}</h2>
      {of.consents.map((one) => (
        <div key={`${one.purpose}${one.givenAt}`}>
          <p>{t(`purposes.${one.purpose}`)}<br /><span className="small soft">{one.withdrawnAt ? t('withdrawnOn', { date: date(one.withdrawnAt) }) : t('givenOn', { date: date(one.givenAt) })}</span></p>
          {!one.withdrawnAt && <button type="button" className="quiet" aria-label={t('takeBackOf', { purpose: t(`purposes.${one.purpose}`) })} onClick={() => setLeaving(one.purpose)}>{t('takeBack')}</button>}
        </div>
      ))}
      <Sure open={leaving !== null} title={t('takeBackSure', { purpose: leaving ? t(`purposes.${leaving}`) : '' })} hint={t('takeBackHint')} yes={t('takeBack')} danger busy={isBusy} onYes={() => void leave()} onClose={() => setLeaving(null)} />
    </section>
  );
}
