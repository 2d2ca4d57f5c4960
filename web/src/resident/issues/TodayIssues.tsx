import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { useNameOf } from '../../core/useNameOf';
import { Quiet } from '../parts/States';
import { PhoneIssuesDocument } from './issues.gen';

/** What was reported by oneself, is said to be done, and waits for one's word. */
export default function TodayIssues() {
  const { t } = useTranslation('issues');
  const nameOf = useNameOf();
  const filter = useMemo(() => ({ statuses: ['RESOLVED' as const], isMine: true }), []);
  const reading = useData(PhoneIssuesDocument, { filter, after: null });
  return (
    <Quiet of={reading}>
      {(data) => data.issues.edges.map(({ node }) => (
        <Link key={node.id} className="card ask" to={`/issues/${node.id}`}>
          <p className="small soft">{t('yourWord')}</p>
          <h2>{node.text ?? nameOf(node.category)}</h2>
        </Link>
      ))}
    </Quiet>
  );
}
