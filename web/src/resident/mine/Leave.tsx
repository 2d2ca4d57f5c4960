import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { signOut } from '../../core/auth/session';
import { useShelf } from '../../core/data/useShelf';
import { draftsOf, NO_DRAFTS } from '../issues/drafts';
import { Sure } from '../parts/Sheet';

/** Signing out; what waits on this device would go with it, so that is asked first. */
export function Leave() {
  const { t } = useTranslation('mine');
  const waiting = useShelf(draftsOf, NO_DRAFTS)?.length ?? 0;
  const [isAsked, setIsAsked] = useState(false);
  const [isLeaving, setIsLeaving] = useState(false);
  function leave(): void {
    setIsLeaving(true);
    void signOut();
  }
  return (
    <>
      <button type="button" className="button plain" disabled={isLeaving} onClick={() => (waiting > 0 ? setIsAsked(true) : leave())}>{t('signOut')}</button>
      <Sure open={isAsked} title={t('leaveSure', { count: waiting })} hint={t('leaveHint')} yes={t('signOut')} danger busy={isLeaving} onYes={leave} onClose={() => setIsAsked(false)} />
    </>
  );
}
