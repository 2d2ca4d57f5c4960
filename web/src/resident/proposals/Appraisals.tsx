import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { date } from '../../core/format';
import { useAppraisalSaid } from '../../core/proposals/useAppraisalSaid';
import { Sheet } from '../parts/Sheet';
import { Stars } from '../parts/Stars';
import { toast } from '../parts/Toasts';
import { RateProposalDocument, type PhoneProposalPageQuery } from './proposals.gen';
import './appraisals.css';

interface Shown {
  proposal: NonNullable<PhoneProposalPageQuery['proposal']>;
  again: () => void;
}

/** What neighbours think of what was done: when it was finished, and again later; and one's own stars. */
export function Appraisals({ proposal, again }: Shown) {
  const { t } = useTranslation('proposals');
  const said = useAppraisalSaid();
  const [isRating, setIsRating] = useState(false);
  if (proposal.appraisals.length === 0) return null;
  const done = (): void => {
    setIsRating(false);
    again();
  };
  return (
    <section className="card">
      <h2>{t('appraisals.title')}</h2>
      <ol className="chain rounds">
        {proposal.appraisals.map((one) => {
          const { title, when, score, detail } = said(one);
          return (
            <li key={one.round} className={one.askedAt ? undefined : 'later'}>
              <span className="round-head">{title}{score && <b>{t('appraisals.score', { score })}</b>}</span>
              {score && <progress className="share" max={5} value={one.rating ?? 0} aria-label={`${title} ${t('appraisals.score', { score })}`} />}
              <small>{[when, one.askedAt && detail].filter(Boolean).join(' · ')}</small>
              {one.answer && <p className="seal"><b>{t('appraisals.answered', { date: date(one.answeredAt ?? '') })}</b><span className="said">{one.answer}</span></p>}
            </li>
          );
        })}
      </ol>
      {proposal.hasRated ? <p className="small soft">{t('appraisals.mine')}</p> : <div className="buttons"><button type="button" className="button" onClick={() => setIsRating(true)}>{t('rate')}</button></div>}
      <Sheet open={isRating} title={t('rate')} onClose={() => setIsRating(false)}><Rate proposalId={proposal.id} onDone={done} /></Sheet>
    </section>
  );
}

function Rate({ proposalId, onDone }: { proposalId: string; onDone: () => void }) {
  const { t } = useTranslation('proposals');
  const [score, setScore] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const [rate, isBusy] = useAct(RateProposalDocument);
  async function submit(): Promise<void> {
    const outcome = await rate({ input: { proposalId, score } });
    if (!outcome.ok) return setProblem(outcome.problem.message);
    toast(t('thanks'));
    onDone();
  }
  return (
    <>
      <p className="small soft">{t('appraisals.hint')}</p>
      <Stars label={t('howDone')} value={score} onChange={setScore} fault={problem} />
      <button type="button" className="button wide" disabled={isBusy || !score} aria-busy={isBusy} onClick={() => void submit()}>{t('send')}</button>
    </>
  );
}
