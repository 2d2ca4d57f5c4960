import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { day } from '../../core/format';
import { toast } from '../parts/Toasts';
import { FollowIssueDocument, SimilarDocument } from './issues.gen';

/** What neighbours have reported already and may be the same: me too, instead of once more. */
export function Twins({ categoryId, placeId }: { categoryId: string; placeId: string | null }) {
  const { t } = useTranslation('issues');
  const go = useNavigate();
  const reading = useData(SimilarDocument, { categoryId, placeId });
  const [follow, isBusy] = useAct(FollowIssueDocument);
  if (reading.kind !== 'data' || reading.data.similarIssues.length === 0) return null;
  async function join(id: string): Promise<void> {
    const outcome = await follow({ input: { issueId: id } });
    if (!outcome.ok) return toast(outcome.problem.message, 'bad');
    toast(t('followed'));
    void go(`/issues/${id}`);
  }
  return (
    <section className="card ask">
      <h2>{t('twins')}</h2>
      {reading.data.similarIssues.map((one) => (
        <div key={one.id} className="twin">
          <p>{one.text ?? t('untold')}<br /><span className="small soft">{`${day(one.createdAt)} · ${t(`status.${one.status}`)}`}</span></p>
          <button type="button" className="button plain" disabled={isBusy} aria-label={t('meTooOf', { text: one.text ?? one.number })} onClick={() => void join(one.id)}>{t('meToo')}</button>
        </div>
      ))}
    </section>
  );
}
