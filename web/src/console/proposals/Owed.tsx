import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { TodayCard } from '../../desk/TodayCard';
import { Due } from './Due';
import { AnswersOwedDocument, type AnswersOwedQuery } from './proposals.gen';

/** Today's card: the proposals that await an answer. */
export default function Owed() {
  const { t } = useTranslation('proposals');
  const reading = useData(AnswersOwedDocument, {});
  const lines = (data: AnswersOwedQuery) =>
    data.proposals.edges.map(({ node }) => (
      <li key={node.id}>
        <span className="who grow"><Link to={`/proposals/${node.id}`}>{node.title}</Link><small>{t('cosignersOf', { count: node.cosigners, threshold: node.threshold })}</small></span>
        <Due of={node} />
      </li>
    ));
  return <TodayCard title={t('today')} of={reading} total={(data) => data.proposals.totalCount} all="/proposals" empty={t('none')} lines={lines} />;
}
