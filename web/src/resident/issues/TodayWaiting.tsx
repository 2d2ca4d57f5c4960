import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useShelf } from '../../core/data/useShelf';
import { draftsOf, NO_DRAFTS } from './drafts';

/** Reports that are on this device alone as yet. */
export default function TodayWaiting() {
  const { t } = useTranslation('issues');
  const drafts = useShelf(draftsOf, NO_DRAFTS) ?? NO_DRAFTS;
  if (drafts.length === 0) return null;
  const refused = drafts.filter((one) => one.refusal).length;
  return (
    <Link className="card ask" to="/issues">
      <p className="small soft">{t('waiting.onDevice')}</p>
      <h2>{refused > 0 ? t('waiting.refusedSome', { count: refused }) : t('waiting.some', { count: drafts.length })}</h2>
    </Link>
  );
}
