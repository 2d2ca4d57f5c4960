import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { Words } from '../parts/Field';
import { Sheet, Sure } from '../parts/Sheet';
import { Stars } from '../parts/Stars';
import { toast } from '../parts/Toasts';
import { useFields } from '../parts/useFields';
import type { Whole } from './Issue';
import { ReopenIssueDocument, SettleOwnIssueDocument, VerifyIssueDocument } from './issues.gen';

/** The reporter's word: solved, with stars; not solved, and why; or solved without anybody's help. */
export function Verdict({ issue, again }: { issue: Whole; again: () => void }) {
  const { t } = useTranslation('issues');
  const [asked, setAsked] = useState<'yes' | 'no' | 'self' | null>(null);
  const [settle, isSettling] = useAct(SettleOwnIssueDocument);
  const close = (): void => setAsked(null);
  const done = (): void => {
    close();
    again();
  };
  async function self(): Promise<void> {
    const outcome = await settle({ input: { issueId: issue.id, outcome: 'FIXED_BY_USER', note: null } });
    toast(outcome.ok ? t('settled') : outcome.problem.message, outcome.ok ? 'good' : 'bad');
    done();
  }
  if (issue.status === 'VERIFIED' || issue.status === 'CLOSED') return null;
  if (issue.status !== 'RESOLVED') {
    return (
      <>
        <button type="button" className="quiet" onClick={() => setAsked('self')}>{t('solvedAlready')}</button>
        <Sure open={asked === 'self'} title={t('settleSure', { number: issue.number })} yes={t('solvedAlready')} busy={isSettling} onYes={() => void self()} onClose={close} />
      </>
    );
  }
  return (
    <section className="card ask">
      <h2>{t('yourWord')}</h2>
      <div className="two">
        <button type="button" className="button" onClick={() => setAsked('yes')}>{t('solved')}</button>
        <button type="button" className="button plain" onClick={() => setAsked('no')}>{t('notSolved')}</button>
      </div>
      <Sheet open={asked === 'yes'} title={t('solved')} onClose={close}><Verify issue={issue} onDone={done} /></Sheet>
      <Sheet open={asked === 'no'} title={t('notSolved')} onClose={close}><Reopen issue={issue} onDone={done} /></Sheet>
    </section>
  );
}

function Verify({ issue, onDone }: { issue: Whole; onDone: () => void }) {
  const { t } = useTranslation('issues');
  const [rating, setRating] = useState(0);
  const { typed, bind, faultOf, said, setProblem } = useFields({ note: '' });
  const [verify, isBusy] = useAct(VerifyIssueDocument);
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setProblem(null);
    const outcome = await verify({ input: { issueId: issue.id, rating: rating || null, note: typed.note || null } });
    if (!outcome.ok) return setProblem(outcome.problem);
    toast(t('thanks'));
    onDone();
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stars label={t('rate')} value={rating} onChange={setRating} fault={faultOf('rating')} />
      <Words label={t('sayMore')} maxLength={500} {...bind('note')} />
      {said && <p className="problem" role="alert">{said}</p>}
      <button type="submit" className="button wide" disabled={isBusy} aria-busy={isBusy}>{t('confirmSolved')}</button>
    </form>
  );
}

function Reopen({ issue, onDone }: { issue: Whole; onDone: () => void }) {
  const { t } = useTranslation('issues');
  const { typed, bind, said, setProblem } = useFields({ note: '' });
  const [reopen, isBusy] = useAct(ReopenIssueDocument);
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setProblem(null);
    const outcome = await reopen({ input: { issueId: issue.id, note: typed.note, photoIds: [] } });
    if (!outcome.ok) return setProblem(outcome.problem);
    toast(t('reopened'));
    onDone();
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Words label={t('whyNot')} required maxLength={500} {...bind('note')} />
      {said && <p className="problem" role="alert">{said}</p>}
      <button type="submit" className="button wide" disabled={isBusy || !typed.note.trim()} aria-busy={isBusy}>{t('sendBack')}</button>
    </form>
  );
}
