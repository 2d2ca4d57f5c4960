import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import { useSession } from '../../core/auth/useSession';
import { useOnline } from '../../core/data/lamp';
import { isKept, keepAnswer } from '../../core/data/useKept';
import { useShelf, useWhose } from '../../core/data/useShelf';
import { toast } from '../parts/Toasts';
import { draftsOf, NO_DRAFTS } from './drafts';
import { ReportWhatDocument } from './issues.gen';
import { REPORT_WHAT } from './naming';
import { sendAll } from './sending';

const AGAIN_MS = 30_000;

/** Behind every page: sends what waits once there is a network, and has at hand what a report needs where there is none. */
export default function Sender() {
  const { t } = useTranslation('issues');
  const client = useClient();
  const whose = useWhose();
  const online = useOnline();
  const { standing } = useSession();
  const drafts = useShelf(draftsOf, NO_DRAFTS) ?? NO_DRAFTS;
  const waiting = drafts.filter((one) => !one.refusal).length;
  const isReady = online && standing === 'in';

  useEffect(() => {
    if (!isReady || waiting === 0) return;
    const send = (): void => void sendAll(client, whose, t('waiting.fault'), (what) => {
      if (what === 'sent') toast(t('reported'));
      if (what === 'refused') toast(t('waiting.refusedOne'), 'bad');
    });
    // A line that is said to be there may not be: it is tried again, and whenever somebody looks.
    const timer = setInterval(send, AGAIN_MS);
    document.addEventListener('visibilitychange', send);
    send();
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', send);
    };
  }, [client, whose, isReady, waiting, t]);

  useEffect(() => {
    if (isReady) void prepare().catch(() => undefined);
    async function prepare(): Promise<void> {
      await Promise.all([import('./Report'), import('./Issues')]);
      if (await isKept(REPORT_WHAT, whose)) return;
      const { data } = await client.query(ReportWhatDocument, {}).toPromise();
      if (data) await keepAnswer(REPORT_WHAT, whose, data);
    }
  }, [client, whose, isReady]);
  return null;
}
