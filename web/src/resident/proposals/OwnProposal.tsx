import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { Field, Words } from '../parts/Field';
import { Sheet } from '../parts/Sheet';
import { toast } from '../parts/Toasts';
import { useFields } from '../parts/useFields';
import { AmendMineDocument, WithdrawMineDocument, type PhoneProposalPageQuery } from './proposals.gen';

type Own = Pick<NonNullable<PhoneProposalPageQuery['proposal']>, 'id' | 'title' | 'body' | 'version' | 'isMine'>;

interface Shown {
  proposal: Own;
  again: () => void;
}

/** What one can do until it is answered with a proposal that one writes: say it otherwise; take it back, if it is one's own. */
export function OwnProposal({ proposal, again }: Shown) {
  const { t } = useTranslation('proposals');
  const [asked, setAsked] = useState<'amend' | 'withdraw' | null>(null);
  const close = (): void => setAsked(null);
  const done = (): void => {
    close();
    again();
  };
  return (
    <>
      <div className="two">
        <button type="button" className="button plain" onClick={() => setAsked('amend')}>{t('amend')}</button>
        {proposal.isMine && <button type="button" className="button plain" onClick={() => setAsked('withdraw')}>{t('withdraw')}</button>}
      </div>
      <Sheet open={asked === 'amend'} title={t('amend')} onClose={close}><Amend proposal={proposal} again={done} /></Sheet>
      <Sheet open={asked === 'withdraw'} title={t('withdrawSure', { title: proposal.title })} onClose={close}><Withdraw proposal={proposal} again={done} /></Sheet>
    </>
  );
}

function Amend({ proposal, again }: Shown) {
  const { t } = useTranslation('proposals');
  // What was read when the sheet opened: another's later version is refused, never overwritten.
  const [version] = useState(proposal.version);
  const { typed, bind, said, setProblem } = useFields({ title: proposal.title, body: proposal.body });
  const [amend, isBusy] = useAct(AmendMineDocument);
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setProblem(null);
    const outcome = await amend({ input: { proposalId: proposal.id, ...typed, version } });
    if (!outcome.ok) return setProblem(outcome.problem);
    toast(t('amended'));
    again();
  }
  const isSame = typed.title.trim() === proposal.title && typed.body.trim() === proposal.body;
  return (
    <form onSubmit={(event) => void submit(event)}>
      <p className="soft small">{t('amendHint')}</p>
      <Field label={t('what')} required maxLength={80} {...bind('title')} />
      <Words label={t('why')} required rows={7} maxLength={4000} {...bind('body')} />
      {said && <p className="problem" role="alert">{said}</p>}
      <button type="submit" className="button wide" disabled={isBusy || isSame || !typed.title.trim() || !typed.body.trim()} aria-busy={isBusy}>{t('amendSend')}</button>
    </form>
  );
}

function Withdraw({ proposal, again }: Shown) {
  const { t } = useTranslation('proposals');
  const { typed, bind, said, setProblem } = useFields({ reason: '' });
  const [withdraw, isBusy] = useAct(WithdrawMineDocument);
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setProblem(null);
    const outcome = await withdraw({ input: { proposalId: proposal.id, reason: typed.reason } });
    if (!outcome.ok) return setProblem(outcome.problem);
    toast(t('withdrawn'));
    again();
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <p className="soft">{t('withdrawHint')}</p>
      <Words label={t('withdrawReason')} required rows={3} maxLength={500} {...bind('reason')} />
      {said && <p className="problem" role="alert">{said}</p>}
      <button type="submit" className="button danger wide" disabled={isBusy || typed.reason.trim().length < 2} aria-busy={isBusy}>{t('withdraw')}</button>
    </form>
  );
}
