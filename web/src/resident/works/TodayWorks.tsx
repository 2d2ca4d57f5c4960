import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { timeSpan } from '../../core/format';
import { Quiet } from '../parts/States';
import { standingOf } from './standing';
import { WorksAheadDocument } from './works.gen';

/** Works at home that go on or come next. */
export default function TodayWorks() {
  const { t } = useTranslation('works');
  const reading = useData(WorksAheadDocument, {});
  return (
    <Quiet of={reading}>
      {(data) => data.plannedWorks.edges.map(({ node }) => (
        <Link key={node.id} className="card" to="/works">
          <p className="small soft">{`${t(`standing.${standingOf(node)}`)} · ${timeSpan(node.startsAt, node.endsAt)}`}</p>
          <h2>{node.title}</h2>
        </Link>
      ))}
    </Quiet>
  );
}
