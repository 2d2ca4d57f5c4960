import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { drop } from '../../core/data/shelf';
import { useShelf } from '../../core/data/useShelf';
import { date, dateTime } from '../../core/format';
import { useNameOf } from '../../core/useNameOf';
import { Sure } from '../parts/Sheet';
import { toast } from '../parts/Toasts';
import { draftsOf, endOf, NO_DRAFTS, type Draft } from './drafts';

/** Reports on this device: each with its time, what the server said of it, and the ways on. */
export function Waiting() {
  const { t } = useTranslation('issues');
  const drafts = useShelf(draftsOf, NO_DRAFTS) ?? NO_DRAFTS;
  if (drafts.length === 0) return null;
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting" className="section">{t('waiting.title')}</h2>
      {drafts.map((draft) => <OneWaiting key={draft.id} draft={draft} />)}
    </section>
  );
}

function OneWaiting({ draft }: { draft: Draft }) {
  const { t } = useTranslation('issues');
  const nameOf = useNameOf();
  const [isAsked, setIsAsked] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  async function throwAway(): Promise<void> {
    setIsBusy(true);
    await drop('drafts', draft).catch(() => toast(t('waiting.noRoom'), 'bad'));
    setIsBusy(false);
    setIsAsked(false);
  }
  return (
    <article className="card">
      <h3>{draft.text}</h3>
      <p className="soft small">{[nameOf(draft.names), t('waiting.photos', { count: draft.photos.length }), t('waiting.writtenAt', { time: dateTime(draft.at) })].join(' · ')}</p>
      <p className="tags"><span className={draft.refusal ? 'tag bad' : 'tag warn'}>{t(draft.refusal ? 'waiting.refused' : 'waiting.toSend')}</span></p>
      {draft.refusal ? <p className="problem" role="alert">{draft.refusal.message}</p> : <p className="soft small">{t('waiting.until', { date: date(endOf(draft)) })}</p>}
      <div className={draft.refusal ? 'two' : 'buttons'}>
        {draft.refusal && <Link className="button" to={`/issues/new?draft=${draft.id}`}>{t('waiting.mend')}</Link>}
        <button type="button" className="button plain" aria-label={t('waiting.dropOne', { text: draft.text })} onClick={() => setIsAsked(true)}>{t('waiting.drop')}</button>
      </div>
      <Sure open={isAsked} title={t('waiting.dropSure', { text: draft.text })} hint={t('waiting.dropHint')} yes={t('waiting.drop')} danger busy={isBusy} onYes={() => void throwAway()} onClose={() => setIsAsked(false)} />
    </article>
  );
}
