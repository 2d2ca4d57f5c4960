import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { dayTime } from '../../core/format';
import { Quiet } from '../parts/States';
import { PhonePollsDocument } from './polls.gen';

/** Polls that wait for one's vote. */
export default function TodayPolls() {
  const { t } = useTranslation('polls');
  const filter = useMemo(() => ({ status: 'OPEN' as const }), []);
  const reading = useData(PhonePollsDocument, { filter, after: null });
  return (
    <Quiet of={reading}>
      {(data) => data.polls.edges.filter(({ node }) => node.isElector && !node.hasVoted).map(({ node }) => (
        <Link key={node.id} className="card ask" to={`/polls/${node.id}`}>
          <p className="small soft">{`${t('open')} · ${t('until', { time: dayTime(node.closesAt) })}`}</p>
          <h2>{node.title}</h2>
        </Link>
      ))}
    </Quiet>
  );
}
