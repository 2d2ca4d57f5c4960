import { Button, Tabs } from 'antd';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { dialog } from '../../desk/afresh';
import { later } from '../../desk/later';
import { Page } from '../../desk/Page';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { CoursePageDocument, type CoursePageQuery } from './courses.gen';
import { COURSE_TONES } from './words';

const CourseModals = dialog(() => import('./CourseModals'));
// Each of the tabs comes when it is opened.
const Certificates = later(async () => ({ default: (await import('./Certificates')).Certificates }));
const Learners = later(async () => ({ default: (await import('./Learners')).Learners }));
const Lottery = later(async () => ({ default: (await import('./Lottery')).Lottery }));
const Sessions = later(async () => ({ default: (await import('./Sessions')).Sessions }));
const Sheet = later(async () => ({ default: (await import('./Sheet')).Sheet }));

export type CourseHere = NonNullable<CoursePageQuery['course']>;

export default function Course() {
  const { t } = useTranslation('courses');
  const { id = '' } = useParams();
  const reading = useData(CoursePageDocument, { id });
  if (reading.kind === 'data' && reading.data.course) return <Found course={reading.data.course} again={reading.again} />;
  return (
    <Page title={t('title')} crumbs={[{ to: '/courses', label: t('title') }]}>
      <section className="card"><States of={reading} isEmpty={() => true} empty={<Nothing title={t('empty')} />}>{() => null}</States></section>
    </Page>
  );
}

function Found({ course, again }: { course: CourseHere; again: () => void }) {
  const { t } = useTranslation('courses');
  const may = useMay();
  const [tab, setTab] = useQueryState('tab', parseAsString.withDefault('sessions').withOptions({ history: 'push' }));
  const [asking, setAsking] = useState<'edit' | 'cancel' | null>(null);
  const { seats } = course;
  const lead = [t(`categories.${course.category}`), course.teacherName, course.community?.name, course.term?.name, course.space?.name ?? course.place, t(`allocations.${course.allocation}`), seats && t('seatsOf', { taken: seats.taken, capacity: seats.capacity })].filter(Boolean).join(' · ');
  const isOpen = course.status === 'OPEN';
  return (
    <Page
      title={course.title}
      lead={<>{lead} <Tag tone={COURSE_TONES[course.status]}>{t(`statuses.${course.status}`)}</Tag></>}
      crumbs={[{ to: '/courses', label: t('title') }]}
      acts={may('courses:manage') && isOpen && <><Button danger onClick={() => setAsking('cancel')}>{t('cancel')}</Button><Button onClick={() => setAsking('edit')}>{t('edit')}</Button></>}
    >
      {course.summary && <p className="muted" style={{ marginTop: 0 }}>{course.summary}</p>}
      <Tabs
        activeKey={tab}
        onChange={(key) => void setTab(key)}
        destroyOnHidden
        items={[
          { key: 'sessions', label: t('tabs.sessions'), children: <Sessions course={course} again={again} /> },
          { key: 'people', label: t('tabs.people'), children: <Learners course={course} /> },
          { key: 'sheet', label: t('tabs.sheet'), children: <Sheet courseId={course.id} /> },
          ...(course.allocation === 'LOTTERY' ? [{ key: 'lottery', label: t('tabs.lottery'), children: <Lottery course={course} /> }] : []),
          { key: 'certificates', label: t('tabs.certificates'), children: <Certificates courseId={course.id} /> },
        ]}
      />
      <CourseModals course={course} asking={asking} onClose={() => setAsking(null)} />
    </Page>
  );
}
