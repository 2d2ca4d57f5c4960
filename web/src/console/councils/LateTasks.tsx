import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { number } from '../../core/format';
import { Nothing, States } from '../../desk/States';
import { LateCouncilTasksDocument } from './councils.gen';
import { TaskLine } from './TaskLine';

/** Today's card: what councils decided and nobody has finished, the latest first. */
export default function LateTasks() {
  const { t } = useTranslation('councils');
  const reading = useData(LateCouncilTasksDocument, {});
  return (
    <section className="card" aria-label={t('today')}>
      <div className="card-head">
        <h2>{t('today')}</h2>
        {reading.kind === 'data' && reading.data.councilTasks.totalCount > 0 && <span className="tally num">{number(reading.data.councilTasks.totalCount)}</span>}
        <span className="grow" />
        <Link to="/council-tasks">{t('stays:showAll')}</Link>
      </div>
      <States of={reading} rows={4} isEmpty={(data) => data.councilTasks.edges.length === 0} empty={<Nothing title={t('none')} hint={null} />}>
        {(data) => <ul className="plain-list rows">{data.councilTasks.edges.map(({ node }) => <TaskLine key={node.id} task={node} />)}</ul>}
      </States>
    </section>
  );
}
