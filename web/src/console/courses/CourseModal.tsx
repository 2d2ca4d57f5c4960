import { App, Checkbox, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import type { CourseAudience, CourseCategory, SeatAllocation, TeacherKind } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { ResidentPicker } from '../stays/ResidentPicker';
import { CreateCourseDocument, PartnerChoicesDocument, SpaceChoicesDocument, type TermsQuery } from './courses.gen';
import { CATEGORIES } from './words';

type Term = TermsQuery['terms']['edges'][number]['node'];
interface Typed {
  termId: string;
  title: string;
  summary: string;
  category: CourseCategory;
  teacherKind: TeacherKind;
  teacherName: string;
  teacherId?: string;
  partnerId?: string;
  capacity: number;
  allocation: SeatAllocation;
  spaceId?: string;
  place?: string;
  publicSource?: string;
  audience: CourseAudience;
  needsApproval?: boolean;
  prefersFirstTimers?: boolean;
  prefersOwnCommunity?: boolean;
}

const APPROVED = [{ name: 'needsApproval', word: 'needsApproval' }] as const;
const PREFERRED = [{ name: 'prefersFirstTimers', word: 'firstTimers' }, { name: 'prefersOwnCommunity', word: 'ownCommunity' }] as const;

export default function CourseModal({ open, terms, onClose }: { open: boolean; terms: readonly Term[]; onClose: () => void }) {
  const { t } = useTranslation('courses');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const key = useActKey();
  const act = useActForm<Typed>();
  const [create, isBusy] = useAct(CreateCourseDocument);
  const termId = Form.useWatch('termId', act.form) ?? terms[0]?.id;
  const allocation = Form.useWatch('allocation', act.form);
  // Whoever comes first is approved or not; where seats are allotted later, some may come before others.
  const switches = allocation === 'FIRST_COME' ? APPROVED : allocation === 'LOTTERY' ? PREFERRED : PREFERRED.slice(1);
  const teacherKind = Form.useWatch('teacherKind', act.form);
  const spaces = useData(SpaceChoicesDocument, { filter: { communityId: terms.find((one) => one.id === termId)?.community?.id ?? null, openOnly: true } }, { pause: !open });
  const units = useData(PartnerChoicesDocument, {}, { pause: !open || teacherKind !== 'PARTNER' });
  const partners = units.kind === 'data' ? units.data.partners.edges.map((edge) => edge.node).filter((one) => one.retiredAt === null) : [];
  function choosePartner(id: string | undefined): void {
    const name = partners.find((one) => one.id === id)?.name;
    if (name && !act.form.getFieldValue('teacherName')) act.form.setFieldValue('teacherName', name);
  }
  return (
    <ActModal<Typed>
      open={open}
      title={t('newCourse')}
      submit={t('form.publish')}
      busy={isBusy}
      width={640}
      act={act}
      initial={{ termId: terms[0]?.id ?? '', category: 'ART', teacherKind: 'RESIDENT', allocation: 'FIRST_COME', audience: 'OPERATOR', capacity: 20 }}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          () => create({ input: { ...typed, summary: typed.summary ?? '', place: typed.place ?? '', publicSource: typed.publicSource ?? '', teacherId: typed.teacherId ?? null, partnerId: typed.partnerId ?? null, spaceId: typed.spaceId ?? null, needsApproval: typed.needsApproval ?? false, prefersFirstTimers: typed.prefersFirstTimers ?? false, prefersOwnCommunity: typed.prefersOwnCommunity ?? false, allowsSelfEnrolment: true, idempotencyKey: key() } }),
          (made) => {
            void message.success(t('newCourseDone', { title: made.title }));
            onClose();
          },
        )
      }
    >
      <Form.Item name="termId" label={t('term')} rules={chosen(t('term'))}><Select options={terms.map((one) => ({ value: one.id, label: [one.name, one.community?.name].filter(Boolean).join(' · ') }))} /></Form.Item>
      <div className="pair">
        <Form.Item name="title" label={t('form.title')} rules={needed(t('form.title'))}><Input maxLength={80} /></Form.Item>
        <Form.Item name="category" label={t('category')}><Select options={CATEGORIES.map((one) => ({ value: one, label: t(`categories.${one}`) }))} /></Form.Item>
        <Form.Item name="teacherKind" label={t('form.teacherKind')}><Select options={(['RESIDENT', 'PARTNER', 'STAFF'] as const).map((one) => ({ value: one, label: t(`teachers.${one}`) }))} /></Form.Item>
        {teacherKind === 'RESIDENT' && <Form.Item name="teacherId" label={t('form.teacher')} rules={chosen(t('form.teacher'))} preserve={false}><ResidentPicker /></Form.Item>}
        {teacherKind === 'PARTNER' && <Form.Item name="partnerId" label={t('form.partner')} preserve={false}><Select allowClear showSearch={{ optionFilterProp: 'label' }} loading={units.kind === 'loading'} onChange={choosePartner} options={partners.map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>}
        <Form.Item name="teacherName" label={t('form.teacherName')} rules={needed(t('form.teacherName'))}><Input maxLength={40} /></Form.Item>
        <Form.Item name="capacity" label={t('form.capacity')} rules={chosen(t('form.capacity'))}><InputNumber min={1} style={{ width: '100%' }} /></Form.Item>
        <Form.Item name="allocation" label={t('allocation')}><Select options={(['FIRST_COME', 'LOTTERY', 'FIRST_TIMERS'] as const).map((one) => ({ value: one, label: t(`allocations.${one}`) }))} /></Form.Item>
        <Form.Item name="audience" label={t('audience')}><Select options={(['OPERATOR', 'COMMUNITY'] as const).map((one) => ({ value: one, label: t(`audiences.${one}`) }))} /></Form.Item>
        <Form.Item name="spaceId" label={t('form.space')}><Select allowClear loading={spaces.kind === 'loading'} options={spaces.kind === 'data' ? spaces.data.spaces.edges.map(({ node }) => ({ value: node.id, label: node.name })) : []} /></Form.Item>
        <Form.Item name="place" label={t('form.place')}><Input maxLength={100} /></Form.Item>
      </div>
      {allocation === 'LOTTERY' && <Form.Item name="publicSource" label={t('lottery.source')}><Input maxLength={200} /></Form.Item>}
      <Form.Item name="summary" label={t('form.summary')}><Input.TextArea rows={2} maxLength={1000} /></Form.Item>
      {switches.map(({ name, word }) => <Form.Item key={name} name={name} valuePropName="checked" preserve={false} noStyle><Checkbox>{t(`form.${word}`)}</Checkbox></Form.Item>)}
    </ActModal>
  );
}
