import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useAct, type Outcome } from '../../core/data/useAct';
import { date } from '../../core/format';
import { Sheet, Sure } from '../parts/Sheet';
import { toast } from '../parts/Toasts';
import { DecideTogetherDocument, LeaveTogetherDocument, type DecideTogetherMutation, type LeaveTogetherMutation, type PhoneProposalPageQuery } from './proposals.gen';

type Whole = NonNullable<PhoneProposalPageQuery['proposal']>;

interface Shown {
  proposal: Whole;
  again: () => void;
}

/** Who writes a proposal: its author lets neighbours in; whoever writes with them may leave. */
export function Together({ proposal, again }: Shown) {
  const { t } = useTranslation('proposals');
  const said = (outcome: Outcome<DecideTogetherMutation> | Outcome<LeaveTogetherMutation>, word: string): void => {
    toast(outcome.ok ? word : outcome.problem.message, outcome.ok ? 'good' : 'bad');
    again();
  };
  return (
    <section className="card">
      <h2>{t('together')}</h2>
      <p className="small soft">{t(proposal.isMine ? 'togetherHint' : 'togetherGuest')}</p>
      {proposal.isMine ? <Hosts proposal={proposal} said={said} /> : <Guests proposal={proposal} said={said} />}
    </section>
  );
}

interface Told {
  proposal: Whole;
  said: (outcome: Outcome<DecideTogetherMutation> | Outcome<LeaveTogetherMutation>, word: string) => void;
}

function Hosts({ proposal, said }: Told) {
  const { t } = useTranslation('proposals');
  const [isInviting, setIsInviting] = useState(false);
  const [leaving, setLeaving] = useState<Whole['coauthors'][number] | null>(null);
  const [decide, isBusy] = useAct(DecideTogetherDocument);
  const link = `${window.location.origin}/m/proposals/${encodeURIComponent(proposal.id)}/together`;
  const copy = (): void => void navigator.clipboard.writeText(link).then(() => toast(t('shared:act.copied')));
  async function answer(coauthorId: string, isAccepted: boolean, word: string): Promise<void> {
    said(await decide({ input: { coauthorId, isAccepted } }), word);
    setLeaving(null);
  }
  return (
    <>
      {proposal.coauthors.length > 0 && (
        <ul className="rows">
          {proposal.coauthors.map((one) => (
            <li key={one.id} className="row">
              <span className="grow">{one.alias}<small>{one.isAccepted ? t('writes') : t('askedOn', { date: date(one.askedAt) })}</small></span>
              {!one.isAccepted && <button type="button" className="button" disabled={isBusy} aria-label={t('letInOf', { name: one.alias })} onClick={() => void answer(one.id, true, t('letInDone', { name: one.alias }))}>{t('letIn')}</button>}
              <button type="button" className="quiet" disabled={isBusy} aria-label={t(one.isAccepted ? 'letGoOf' : 'keepOutOf', { name: one.alias })} onClick={() => (one.isAccepted ? setLeaving(one) : void answer(one.id, false, t('keptOut')))}>{t(one.isAccepted ? 'letGo' : 'keepOut')}</button>
            </li>
          ))}
        </ul>
      )}
      <button type="button" className="button plain" onClick={() => setIsInviting(true)}>{t('inviteTogether')}</button>
      <Sheet open={isInviting} title={t('inviteTogether')} onClose={() => setIsInviting(false)}>
        <p className="soft small">{t('inviteHint')}</p>
        <p className="address">{link}</p>
        <div className="buttons"><button type="button" className="button" onClick={copy}>{t('shared:act.copy')}</button></div>
      </Sheet>
      <Sure open={leaving !== null} title={t('letGoSure', { name: leaving?.alias ?? '' })} hint={t('letGoHint')} yes={t('letGo')} danger busy={isBusy} onYes={() => leaving && void answer(leaving.id, false, t('letGoDone'))} onClose={() => setLeaving(null)} />
    </>
  );
}

function Guests({ proposal, said }: Told) {
  const { t } = useTranslation('proposals');
  const [isAsked, setIsAsked] = useState(false);
  const go = useNavigate();
  const [leave, isBusy] = useAct(LeaveTogetherDocument);
  async function out(): Promise<void> {
    const outcome = await leave({ input: { proposalId: proposal.id } });
    setIsAsked(false);
    said(outcome, t('leftDone'));
    // Of a draft nothing is left here to be seen.
    if (outcome.ok) void go('/proposals', { replace: true });
  }
  return (
    <>
      <button type="button" className="quiet" onClick={() => setIsAsked(true)}>{t('leaveTogether')}</button>
      <Sure open={isAsked} title={t('leaveSure', { title: proposal.title })} hint={t('letGoHint')} yes={t('leaveTogether')} danger busy={isBusy} onYes={() => void out()} onClose={() => setIsAsked(false)} />
    </>
  );
}
