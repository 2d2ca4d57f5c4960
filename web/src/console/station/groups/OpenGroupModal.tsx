import { App, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useAct, useActKey } from '../../../core/data/useAct';
import type { OpenGroupInput } from '../../../core/schema.gen';
import { ActModal } from '../../../desk/ActModal';
import { useRules } from '../../../desk/fields';
import { useActForm } from '../../../desk/useActForm';
import { AREAS } from '../../casework/tones';
import type { MyStation } from '../useStation';
import { OpenGroupDocument } from './groups.gen';

type Typed = Omit<OpenGroupInput, 'idempotencyKey'>;

/** A group to be prepared, which one leads oneself. */
export default function OpenGroupModal({ open, stations, onClose }: { open: boolean; stations: readonly MyStation[]; onClose: () => void }) {
  const { t } = useTranslation('station');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const navigate = useNavigate();
  const act = useActForm<Typed>();
  const key = useActKey();
  const [openGroup, isBusy] = useAct(OpenGroupDocument);
  return (
    <ActModal<Typed>
      open={open}
      title={t('group.open')}
      lead={t('group.openHint')}
      submit={t('group.open')}
      busy={isBusy}
      width={560}
      act={act}
      initial={{ ...(stations[0] ? { stationId: stations[0].id } : {}), area: 'PROFESSIONAL', capacity: 10 }}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          () => openGroup({ input: { ...typed, idempotencyKey: key() } }),
          (made) => {
            void message.success(t('done'));
            onClose();
            void navigate(`/station-groups/${encodeURIComponent(made.id)}`);
          },
        )
      }
    >
      <Form.Item name="title" label={t('group.name')} rules={needed(t('group.name'))}><Input maxLength={60} /></Form.Item>
      <div className="pair">
        <Form.Item name="area" label={t('area')} rules={chosen(t('area'))}><Select options={AREAS.map((value) => ({ value, label: t(`areas.${value}`) }))} /></Form.Item>
        <Form.Item name="capacity" label={t('group.capacity')} rules={chosen(t('group.capacity'))}><InputNumber min={2} max={100} precision={0} style={{ width: '100%' }} /></Form.Item>
        <Form.Item name="stationId" label={t('station')} rules={chosen(t('station'))}><Select options={stations.map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>
        <Form.Item name="communityId" label={t('service.place')}><Select allowClear placeholder={t('activity.placeHint')} options={stations.flatMap((one) => one.communities).map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>
      </div>
      <Form.Item name="aim" label={t('group.aim')} extra={t('group.sealedHint')} rules={needed(t('group.aim'))}><Input.TextArea rows={4} maxLength={20_000} /></Form.Item>
    </ActModal>
  );
}
