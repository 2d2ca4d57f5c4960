import { App, Button, Form, Input, InputNumber, Tabs } from 'antd';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { Page } from '../../desk/Page';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { useActForm } from '../../desk/useActForm';
import { Certificates } from './Certificates';
import { CancelCourseDocument, CoursePageDocument, UpdateCourseDocument, type CoursePageQuery } from './courses.gen';
import { Learners } from './Learners';
import { Lottery } from './Lottery';
import { Sessions } from './Sessions';
import { Sheet } from './Sheet';
import { COURSE_TONES } from './words';

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
      <EditModal course={course} open={asking === 'edit'} onClose={() => setAsking(null)} />
      <CancelModal course={course} open={asking === 'cancel'} onClose={() => setAsking(null)} />
    </Page>
  );
}

interface Asked {
  course: CourseHere;
  open: boolean;
  onClose: () => void;
}

function EditModal({ course, open, onClose }: Asked) {
  const { t } = useTranslation('courses');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const act = useActForm<{ title: string; summary: string; teacherName: string; capacity: number }>();
  const [update, isBusy] = useAct(UpdateCourseDocument);
  const done = (): void => {
    void message.success(t('saved'));
    onClose();
  };
  return (
    <ActModal open={open} title={t('editOf', { title: course.title })} submit={t('form.save')} busy={isBusy} act={act} initial={{ title: course.title, summary: course.summary, teacherName: course.teacherName, capacity: course.seats?.capacity ?? 1 }} onClose={onClose} onSubmit={(typed) => void act.send(() => update({ input: { courseId: course.id, ...typed } }), done)}>
      <Form.Item name="title" label={t('form.title')} rules={needed(t('form.title'))}><Input maxLength={80} /></Form.Item>
      <Form.Item name="teacherName" label={t('form.teacherName')} rules={needed(t('form.teacherName'))}><Input maxLength={40} /></Form.Item>
      <Form.Item name="capacity" label={t('form.capacity')} rules={chosen(t('form.capacity'))}><InputNumber min={1} /></Form.Item>
      <Form.Item name="summary" label={t('form.summary')}><Input.TextArea rows={3} maxLength={1000} /></Form.Item>
    </ActModal>
  );
}

function CancelModal({ course, open, onClose }: Asked) {
  const { t } = useTranslation('courses');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<{ reason: string }>();
  const [cancel, isBusy] = useAct(CancelCourseDocument);
  const done = (): void => {
    void message.success(t('cancelled'));
    onClose();
  };
  return (
    <ActModal open={open} title={t('cancelOf', { title: course.title })} submit={t('cancel')} danger busy={isBusy} act={act} onClose={onClose} onSubmit={({ reason }) => void act.send(() => cancel({ input: { courseId: course.id, reason } }), done)}>
      <Form.Item name="reason" label={t('reason')} extra={t('reasonHint')} rules={needed(t('reason'))}><Input.TextArea rows={2} maxLength={200} /></Form.Item>
    </ActModal>
  );
}
