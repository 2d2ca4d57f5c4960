import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { Sheet, Sure } from '../parts/Sheet';
import { toast } from '../parts/Toasts';
import { EndFeedAddressDocument, NewFeedAddressDocument } from './spaces.gen';

/** My bookings in the phone's calendar, by a secret address that is shown once, and ended when it got into wrong hands. */
export function Feed() {
  const { t } = useTranslation('spaces');
  const [url, setUrl] = useState<string | null>(null);
  const [isEnding, setIsEnding] = useState(false);
  const [make, isMaking] = useAct(NewFeedAddressDocument);
  const [end, isBusy] = useAct(EndFeedAddressDocument);
  async function ask(): Promise<void> {
    const outcome = await make({ input: { owner: 'RESIDENT' } });
    if (!outcome.ok) return toast(outcome.problem.message, 'bad');
    setUrl(outcome.made.url);
  }
  async function revoke(): Promise<void> {
    const outcome = await end({ input: { owner: 'RESIDENT' } });
    setIsEnding(false);
    if (!outcome.ok) return toast(outcome.problem.message, 'bad');
    toast(t(outcome.made.wasThere ? 'feedEnded' : 'feedNone'));
  }
  const copy = (): void => void navigator.clipboard.writeText(url ?? '').then(() => toast(t('shared:act.copied')));
  return (
    <section className="card">
      <h2>{t('feed')}</h2>
      <p className="soft small">{t('feedHint')}</p>
      <button type="button" className="button plain" disabled={isMaking} aria-busy={isMaking} onClick={() => void ask()}>{t('feedMake')}</button>
      <button type="button" className="quiet" onClick={() => setIsEnding(true)}>{t('feedEnd')}</button>
      <Sheet open={url !== null} title={t('feed')} onClose={() => setUrl(null)}>
        <p className="soft small">{t('feedOnce')}</p>
        <p className="address">{url}</p>
        <div className="buttons"><button type="button" className="button" onClick={copy}>{t('shared:act.copy')}</button></div>
      </Sheet>
      <Sure open={isEnding} title={t('feedEndSure')} hint={t('feedEndHint')} yes={t('feedEnd')} danger busy={isBusy} onYes={() => void revoke()} onClose={() => setIsEnding(false)} />
    </section>
  );
}
