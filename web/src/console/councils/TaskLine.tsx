import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { date, day, daysBetween, isoDay } from '../../core/format';
import { Tag } from '../../desk/Tag';
import type { TaskRowFragment } from './councils.gen';

/** What a council gave someone to do: whose it is, how far it is, and by when. */
export function TaskLine({ task, onAct }: { task: TaskRowFragment; onAct?: (act: 'report' | 'complete') => void }) {
  const { t } = useTranslation('councils');
  const may = useMay();
  return (
    <li>
      <span className="who grow">
        <span>{task.title}</span>
        <small className="num">{`${task.owner} · ${t('dueBy', { date: day(task.dueOn) })}`}{task.note && ` · ${task.note}`}</small>
        <span className="bar" role="progressbar" aria-label={task.title} aria-valuenow={task.percent} aria-valuemin={0} aria-valuemax={100}><span style={{ width: `${task.percent}%` }} /></span>
      </span>
      {task.completedAt ? <Tag tone="good">{t('doneOn', { date: date(task.completedAt) })}</Tag> : task.isLate && <Tag tone="bad">{t('late', { count: daysBetween(task.dueOn, isoDay()) })}</Tag>}
      {!task.completedAt && onAct && may('councils:do_task') && (
        <>
          <Button size="small" onClick={() => onAct('report')}>{t('report')}</Button>
          <Button size="small" type="primary" onClick={() => onAct('complete')}>{t('complete')}</Button>
        </>
      )}
    </li>
  );
}
