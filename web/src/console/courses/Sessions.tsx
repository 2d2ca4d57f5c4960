import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { now, timeSpan, weekday } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { Nothing } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { WideTable } from '../../desk/WideTable';
import type { CourseHere } from './Course';
import type { SessionRowFragment } from './courses.gen';

const GenerateModal = dialog(() => import('./GenerateModal'));
const MoveSession = dialog(() => import('./MoveSession'));
const CallOff = dialog(() => import('./CallOff'));

export function Sessions({ course, again }: { course: CourseHere; again: () => void }) {
  const { t } = useTranslation('courses');
  const may = useMay();
  const [isPlanning, setIsPlanning] = useState(false);
  const [moving, setMoving] = useState<SessionRowFragment | null>(null);
  const [calling, setCalling] = useState<SessionRowFragment | null>(null);
  const mayManage = may('courses:manage') && course.status === 'OPEN';
  return (
    <section className="card flush" aria-label={t('tabs.sessions')}>
      {mayManage && <div className="filters"><span className="grow" /><Button type="primary" onClick={() => setIsPlanning(true)}>{t('sessions.generate')}</Button></div>}
      <WideTable<SessionRowFragment>
        rowKey="id"
        aria-label={t('tabs.sessions')}
        dataSource={[...course.sessions]}
        scroll={{ x: 860 }}
        locale={{ emptyText: <Nothing title={t('sessions.none')} hint={t('sessions.noneHint')} /> }}
        columns={[
          { title: t('sessions.number'), width: 90, render: (_, row) => t('sessions.numberOf', { number: row.number }) },
          { title: t('period'), width: 230, render: (_, row) => <span className="num">{`${weekday(row.startsAt)} ${timeSpan(row.startsAt, row.endsAt)}`}</span> },
          { title: t('sessions.topic'), render: (_, row) => row.topic },
          { title: t('place'), ellipsis: true, render: (_, row) => row.space?.name ?? row.place },
          { title: t('status'), width: 100, render: (_, row) => <Tag tone={row.status === 'PLANNED' ? 'good' : 'bad'}>{t(row.status === 'PLANNED' ? 'sessions.planned' : 'sessions.cancelled')}</Tag> },
          {
            title: <span className="unseen">{t('shared:act.more')}</span>,
            width: 260,
            render: (_, row) =>
              row.status === 'PLANNED' && (
                <span className="acts">
                  {may('courses:show_code') && <Link to={`/course-sessions/${row.id}/code`}>{t('sessions.code')}</Link>}
                  {mayManage && new Date(row.startsAt) > now() && <><Button size="small" onClick={() => setMoving(row)}>{t('sessions.move')}</Button><Button size="small" type="text" danger onClick={() => setCalling(row)}>{t('sessions.cancel')}</Button></>}
                </span>
              ),
          },
        ]}
      />
      <GenerateModal course={isPlanning ? course : null} onClose={() => setIsPlanning(false)} onDone={again} />
      <MoveSession session={moving} onClose={() => setMoving(null)} />
      <CallOff session={calling} onClose={() => setCalling(null)} />
    </section>
  );
}
