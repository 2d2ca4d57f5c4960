import { App, Form, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { CancelCourseDocument, UpdateCourseDocument } from './courses.gen';
import type { CourseHere } from './Course';

/** The dialogs of a course: its facts, or its end. */
export default function CourseModals({ course, asking, onClose }: { course: CourseHere; asking: 'edit' | 'cancel' | null; onClose: () => void }) {
  return (
    <>
      <EditModal course={course} open={asking === 'edit'} onClose={onClose} />
      <CancelModal course={course} open={asking === 'cancel'} onClose={onClose} />
    </>
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
