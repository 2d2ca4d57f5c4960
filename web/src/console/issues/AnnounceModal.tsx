import { App, Form, Input, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { atShanghai, daysAfter, isoDay } from '../../core/format';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';
import { TimeOfDay } from '../../desk/TimeOfDay';
import { useActForm } from '../../desk/useActForm';
import { CommunityField } from '../housing/CommunityField';
import { ofCommunity, type Asked } from '../housing/asked';
import type { Community } from '../housing/usePlaces';
import { useCategories } from './useCategories';
import { AnnounceWorksDocument } from './works.gen';

interface Typed {
  communityId: string;
  buildingId?: string | undefined;
  categoryId?: string | undefined;
  title: string;
  text: string;
  startsOn: string;
  startsTime: Dayjs;
  endsOn: string;
  endsTime: Dayjs;
}

/** Works that residents hear of: where, from when until when, and which reports they explain. */
export default function AnnounceModal({ open, communities, communityId, onClose, onDone }: Asked<Community> & { onDone: () => void }) {
  const { t } = useTranslation('issues');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const { options } = useCategories();
  const act = useActForm<Typed>();
  const key = useActKey();
  const [announce, isBusy] = useAct(AnnounceWorksDocument);
  const where = Form.useWatch('communityId', act.form);
  const tomorrow = daysAfter(isoDay(), 1);
  const submit = ({ startsOn, startsTime, endsOn, endsTime, buildingId, categoryId, ...typed }: Typed): void =>
    void act.send(
      () => announce({ input: { ...typed, buildingId: buildingId ?? null, categoryId: categoryId ?? null, startsAt: atShanghai(startsOn, startsTime.format('HH:mm')), endsAt: atShanghai(endsOn, endsTime.format('HH:mm')), idempotencyKey: key() } }),
      (made) => {
        void message.success(t('works.announced', { title: made.title }));
        onClose();
        onDone();
      },
    );
  return (
    <ActModal<Typed>
      open={open}
      title={t('works.announce')}
      lead={t('works.hint')}
      submit={t('works.announce')}
      width={600}
      busy={isBusy}
      act={act}
      initial={{ startsOn: tomorrow, endsOn: tomorrow, startsTime: dayjs('2026-01-01T09:00'), endsTime: dayjs('2026-01-01T17:00'), ...ofCommunity({ communities, communityId }) }}
      onClose={onClose}
      onSubmit={submit}
    >
      <div className="pair">
        <CommunityField communities={communities} onChange={() => act.form.resetFields(['buildingId'])} />
        <Form.Item name="buildingId" label={t('works.building')} extra={t('works.buildingHint')}><Select allowClear options={(communities.find((one) => one.id === where)?.buildings ?? []).map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>
      </div>
      <Form.Item name="title" label={t('works.name')} rules={needed(t('works.name'))}><Input maxLength={60} showCount /></Form.Item>
      <Form.Item name="text" label={t('works.text')} extra={t('works.textHint')} rules={needed(t('works.text'))}><Input.TextArea rows={3} maxLength={2000} showCount /></Form.Item>
      <div className="pair">
        <Form.Item name="startsOn" label={t('works.startsOn')} rules={chosen(t('works.startsOn'))}><DayPicker min={isoDay()} /></Form.Item>
        <Form.Item name="startsTime" label={t('works.startsTime')} rules={chosen(t('works.startsTime'))}><TimeOfDay clearable={false} /></Form.Item>
        <Form.Item name="endsOn" label={t('works.endsOn')} rules={chosen(t('works.endsOn'))}><DayPicker min={isoDay()} /></Form.Item>
        <Form.Item name="endsTime" label={t('works.endsTime')} rules={chosen(t('works.endsTime'))}><TimeOfDay clearable={false} /></Form.Item>
      </div>
      <Form.Item name="categoryId" label={t('works.category')} extra={t('works.categoryHint')}><Select allowClear options={options} /></Form.Item>
    </ActModal>
  );
}
