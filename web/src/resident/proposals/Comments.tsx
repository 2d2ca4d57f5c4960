import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { dateTime } from '../../core/format';
import type { Stance } from '../../core/schema.gen';
import { Words } from '../parts/Field';
import { Sheet } from '../parts/Sheet';
import { toast } from '../parts/Toasts';
import { useFields } from '../parts/useFields';
import { CommentDocument, type PhoneProposalPageQuery } from './proposals.gen';

type One = PhoneProposalPageQuery['proposalComments']['edges'][number]['node'];
const STANCES: readonly Stance[] = ['FOR', 'NEUTRAL', 'AGAINST'];
const TONE = { FOR: 'good', NEUTRAL: '', AGAINST: 'bad' } as const;

export function Comments({ proposalId, isOpen, comments, again }: { proposalId: string; isOpen: boolean; comments: readonly One[]; again: () => void }) {
  const { t } = useTranslation('proposals');
  const [isWriting, setIsWriting] = useState(false);
  return (
    <section className="card">
      <h2>{t('comments')}</h2>
      {comments.length === 0 && <p className="soft">{t('noComments')}</p>}
      {comments.map((one) => <div key={`${one.createdAt}${one.body}`}><p className="said"><span className={`tag ${TONE[one.stance]}`}>{t(`stances.${one.stance}`)}</span> {one.body}</p><p className="small soft">{dateTime(one.createdAt)}</p></div>)}
      {isOpen && <div className="buttons"><button type="button" className="button plain" onClick={() => setIsWriting(true)}>{t('comment')}</button></div>}
      <Sheet open={isWriting} title={t('comment')} onClose={() => setIsWriting(false)}><Write proposalId={proposalId} onDone={() => { setIsWriting(false); again(); }} /></Sheet>
    </section>
  );
}

function Write({ proposalId, onDone }: { proposalId: string; onDone: () => void }) {
  const { t } = useTranslation('proposals');
  const [stance, setStance] = useState<Stance>('FOR');
  const { typed, bind, said, setProblem } = useFields({ body: '' });
  const key = useActKey();
  const [send, isBusy] = useAct(CommentDocument);
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setProblem(null);
    const outcome = await send({ input: { proposalId, stance, body: typed.body, idempotencyKey: key() } });
    if (!outcome.ok) return setProblem(outcome.problem);
    toast(t('commented'));
    onDone();
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <fieldset className="choices"><legend>{t('stance')}</legend>{STANCES.map((one) => <button key={one} type="button" aria-pressed={one === stance} onClick={() => setStance(one)}>{t(`stances.${one}`)}</button>)}</fieldset>
      <Words label={t('yourWords')} hint={t('unnamed')} required maxLength={1000} {...bind('body')} />
      {said && <p className="problem" role="alert">{said}</p>}
      <button type="submit" className="button wide" disabled={isBusy || !typed.body.trim()} aria-busy={isBusy}>{t('send')}</button>
    </form>
  );
}
