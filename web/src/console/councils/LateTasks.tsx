import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { TodayCard } from '../../desk/TodayCard';
import { LateCouncilTasksDocument } from './councils.gen';
import { TaskLine } from './TaskLine';

/** Today's card: what councils decided and nobody has finished, the latest first. */
export default function LateTasks() {
  const { t } = useTranslation('councils');
  const reading = useData(LateCouncilTasksDocument, {});
  return <TodayCard title={t('today')} of={reading} total={(data) => data.councilTasks.totalCount} all="/council-tasks" empty={t('none')} lines={(data) => data.councilTasks.edges.map(({ node }) => <TaskLine key={node.id} task={node} />)} />;
}
