import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { date } from '../../core/format';
import { Field } from '../parts/Field';
import { Sheet, Sure } from '../parts/Sheet';
import { toast } from '../parts/Toasts';
import { useFields } from '../parts/useFields';
import { AskForMyTransferDocument, WithdrawMyTransferDocument, type MyReportFragment, type MyTransferFragment } from './party.gen';

const TONES: Record<MyTransferFragment['state'], string> = { REQUESTED: 'tag accent', ACCEPTED: 'tag good', REFUSED: 'tag bad', WITHDRAWN: 'tag' };

interface Asked {
  report: MyReportFragment;
  transfers: readonly MyTransferFragment[];
  again: () => void;
}

/** Moving the relation of organisation to the branch where one lives, or away from it: asked for, and what came of it. */
export function Transfers({ report, transfers, again }: Asked) {
  const { t } = useTranslation('party');
  const [asked, setAsked] = useState<'ask' | 'take back' | null>(null);
  const [takeBack, isBusy] = useAct(WithdrawMyTransferDocument);
  const open = transfers.find((one) => one.state === 'REQUESTED');
  const isHere = report.homeOrganisation?.id === report.organisation?.id;
  async function withdraw(): Promise<void> {
    const outcome = await takeBack({ input: { transferId: open?.id ?? '' } });
    setAsked(null);
    toast(outcome.ok ? t('takenBack') : outcome.problem.message, outcome.ok ? 'good' : 'bad');
    again();
  }
  return (
    <>
      <h2 className="section">{t('transfers')}</h2>
      {transfers.length === 0 && <section className="card"><p className="soft">{t('noTransfers')}</p></section>}
      {transfers.map((one) => (
        <section key={one.id} className="card" aria-label={t(`directions.${one.direction}`)}>
          <h3>{t(one.direction === 'IN' ? 'inOf' : 'outOf', { name: one.organisation?.name ?? '' })}</h3>
          <p className="soft small">{t(one.direction === 'IN' ? 'from' : 'to', { name: one.otherOrganisation?.name ?? one.otherName ?? '' })}</p>
          <p className="tags"><span className={TONES[one.state]}>{t(`states.${one.state}`)}</span><span className="tag">{date(one.decidedAt ?? one.requestedAt)}</span></p>
          {one.reason && <p className="problem">{t('reason', { reason: one.reason })}</p>}
        </section>
      ))}
      {open ? <button type="button" className="button plain wide" onClick={() => setAsked('take back')}>{t('takeBack')}</button> : <button type="button" className="button wide" onClick={() => setAsked('ask')}>{t(isHere ? 'askOut' : 'askIn')}</button>}
      <Sheet open={asked === 'ask'} title={t(isHere ? 'askOut' : 'askIn')} onClose={() => setAsked(null)}><Ask report={report} isHere={isHere} onDone={() => { setAsked(null); again(); }} /></Sheet>
      <Sure open={asked === 'take back'} title={t('takeBackSure')} yes={t('takeBack')} busy={isBusy} onYes={() => void withdraw()} onClose={() => setAsked(null)} />
    </>
  );
}

function Ask({ report, isHere, onDone }: { report: MyReportFragment; isHere: boolean; onDone: () => void }) {
  const { t } = useTranslation('party');
  const key = useActKey();
  const [hasConsented, setHasConsented] = useState(false);
  const { typed, bind, said, setProblem } = useFields({ otherName: report.homeOrganisation ? '' : (report.homeName ?? '') });
  const [ask, isBusy] = useAct(AskForMyTransferDocument);
  const isKnown = !isHere && Boolean(report.homeOrganisation);
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setProblem(null);
    const outcome = await ask({ input: { direction: isHere ? 'OUT' : 'IN', otherName: isKnown ? null : typed.otherName.trim(), hasConsented, idempotencyKey: key() } });
    if (!outcome.ok) return setProblem(outcome.problem);
    toast(t('askedFor'));
    onDone();
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <p className="soft">{t(isHere ? 'askOutHint' : 'askInHint', { name: report.organisation?.name ?? '' })}</p>
      {isKnown ? <p>{t('from', { name: report.homeOrganisation?.name ?? '' })}</p> : <Field label={t(isHere ? 'toName' : 'fromName')} required maxLength={80} {...bind('otherName')} />}
      <fieldset className="checks"><legend>{t('consent')}</legend><label><input type="checkbox" checked={hasConsented} onChange={(event) => setHasConsented(event.target.checked)} />{t('askConsent', { name: report.organisation?.name ?? '' })}</label></fieldset>
      {said && <p className="problem" role="alert">{said}</p>}
      <button type="submit" className="button wide" disabled={isBusy || !hasConsented || !(isKnown || typed.otherName.trim())} aria-busy={isBusy}>{t('send')}</button>
    </form>
  );
}
