import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { date, isoDay } from '../../core/format';
import { Choice, Field } from '../parts/Field';
import { Sheet, Sure } from '../parts/Sheet';
import { toast } from '../parts/Toasts';
import { useFields } from '../parts/useFields';
import { CompleteMyReportDocument, WithdrawMyReportDocument, type MyReportFragment } from './party.gen';
import { WhoSees } from './WhoSees';

interface Asked {
  report: MyReportFragment;
  again: () => void;
}

/** A report that holds: to whom, what it says, who sees it, and how it ends. */
export function Report({ report, again }: Asked) {
  const { t } = useTranslation('party');
  const [asked, setAsked] = useState<'complete' | 'end' | null>(null);
  const [end, isEnding] = useAct(WithdrawMyReportDocument);
  const home = report.homeOrganisation?.name ?? report.homeName;
  async function withdraw(): Promise<void> {
    const outcome = await end({ input: { reportId: report.id } });
    setAsked(null);
    toast(outcome.ok ? t('ended') : outcome.problem.message, outcome.ok ? 'good' : 'bad');
    again();
  }
  return (
    <>
      <section className="card" aria-label={t('mine')}>
        <h2>{report.organisation?.name}</h2>
        <p className="tags"><span className="tag good">{t('holds')}</span><span className="tag">{t(`stages.${report.stage}`)}</span><span className="tag">{t(report.sharesName ? 'named' : 'unnamed')}</span></p>
        <dl className="facts">
          <dt>{t('since')}</dt><dd>{date(report.consentedAt)}</dd>
          <dt>{t('joinedOn')}</dt><dd>{report.joinedOn ? date(report.joinedOn) : t('unsaid')}</dd>
          <dt>{t('home')}</dt><dd>{home ?? t('unsaid')}</dd>
        </dl>
        {(!report.joinedOn || !home) && <div className="buttons"><button type="button" className="button plain" onClick={() => setAsked('complete')}>{t('complete')}</button></div>}
      </section>
      <section className="card">
        <details>
          <summary>{t('whoSees')}</summary>
          <WhoSees isNamed={report.sharesName} />
        </details>
        <button type="button" className="button plain wide" onClick={() => setAsked('end')}>{t('end')}</button>
      </section>
      <Sheet open={asked === 'complete'} title={t('complete')} onClose={() => setAsked(null)}><Complete report={report} again={() => { setAsked(null); again(); }} /></Sheet>
      <Sure open={asked === 'end'} title={t('endSure', { name: report.organisation?.name ?? '' })} hint={t('endHint')} yes={t('end')} danger busy={isEnding} onYes={() => void withdraw()} onClose={() => setAsked(null)} />
    </>
  );
}

function Complete({ report, again }: Asked) {
  const { t } = useTranslation('party');
  const hasHome = Boolean(report.homeOrganisation ?? report.homeName);
  const { typed, bind, said, setProblem } = useFields({ joinedOn: report.joinedOn ?? '', where: 'else', homeName: '' });
  const [complete, isBusy] = useAct(CompleteMyReportDocument);
  const isHere = !hasHome && typed.where === 'here';
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setProblem(null);
    const homeName = hasHome || isHere ? '' : typed.homeName.trim();
    const outcome = await complete({ input: { reportId: report.id, joinedOn: typed.joinedOn || null, homeOrganisationId: isHere ? (report.organisation?.id ?? null) : null, homeName: homeName || null } });
    if (!outcome.ok) return setProblem(outcome.problem);
    toast(t('completed'));
    again();
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Field label={t('joinedOn')} hint={t('optional')} type="date" min="1921-07-01" max={isoDay()} {...bind('joinedOn')} />
      {!hasHome && (
        <Choice label={t('home')} {...bind('where')}>
          <option value="else">{t('elsewhere')}</option>
          <option value="here">{t('here', { name: report.organisation?.name ?? '' })}</option>
        </Choice>
      )}
      {!hasHome && !isHere && <Field label={t('homeName')} hint={t('homeHint')} maxLength={80} {...bind('homeName')} />}
      {said && <p className="problem" role="alert">{said}</p>}
      <button type="submit" className="button wide" disabled={isBusy || !(typed.joinedOn || isHere || typed.homeName.trim())} aria-busy={isBusy}>{t('save')}</button>
    </form>
  );
}
