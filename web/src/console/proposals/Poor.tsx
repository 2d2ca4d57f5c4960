import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { TodayCard } from '../../desk/TodayCard';
import { PoorlyAppraisedDocument, type PoorlyAppraisedQuery } from './appraisals.gen';

/** Today's card: what was done and residents think little of, until somebody answers them. */
export default function Poor() {
  const { t } = useTranslation('proposals');
  const reading = useData(PoorlyAppraisedDocument, {});
  const lines = (data: PoorlyAppraisedQuery) =>
    data.proposals.edges.map(({ node }) => (
      <li key={node.id}>
        <span className="who grow"><Link to={`/proposals/${node.id}`}>{node.title}</Link><small>{node.community?.name}</small></span>
        <span className="num">{t('appraisals.of', { score: (node.rating ?? 0).toFixed(1), count: node.ratings })}</span>
      </li>
    ));
  return <TodayCard title={t('appraisals.today')} of={reading} total={(data) => data.proposals.totalCount} all="/proposals?view=poor" empty={t('appraisals.none')} lines={lines} />;
}
