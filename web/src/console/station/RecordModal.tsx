import { App, Form, Input, InputNumber, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { isoDay } from '../../core/format';
import type { RecordServiceInput, ServiceChannel } from '../../core/schema.gen';
import { useNameOf } from '../../core/useNameOf';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { AREAS } from '../casework/tones';
import { ResidentPicker } from '../stays/ResidentPicker';
import { RecordServiceDocument, type ServiceItemsQuery } from './station.gen';
import type { MyStation } from './useStation';

type Typed = Omit<RecordServiceInput, 'idempotencyKey'>;
const CHANNELS: readonly ServiceChannel[] = ['STATION', 'VISIT', 'PHONE', 'ONLINE', 'EVENT'];
const USUAL_MINUTES = 30;
const TEXT = 4000;

interface Shown {
  open: boolean;
  stations: readonly MyStation[];
  items: readonly ServiceItemsQuery['serviceItems']['edges'][number]['node'][];
  onClose: () => void;
  onDone: () => void;
}

/** Short help that was just given. */
export default function RecordModal({ open, stations, items, onClose, onDone }: Shown) {
  const { t } = useTranslation('station');
  const { message } = App.useApp();
  const { chosen } = useRules();
  const nameOf = useNameOf();
  const act = useActForm<Typed>();
  const key = useActKey();
  const [record, isBusy] = useAct(RecordServiceDocument);
  const first = stations[0];
  const groups = AREAS.map((area) => ({ label: t(`areas.${area}`), options: items.filter((one) => one.area === area).map((one) => ({ value: one.id, label: nameOf(one) })) }));
  return (
    <ActModal<Typed>
      open={open}
      title={t('service.record')}
      lead={t('service.recordHint')}
      submit={t('service.record')}
      busy={isBusy}
      width={600}
      act={act}
      initial={{ ...(first ? { stationId: first.id } : {}), channel: 'STATION', happenedOn: isoDay(), minutes: USUAL_MINUTES, people: 1 }}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          () => record({ input: { ...typed, stationId: typed.stationId ?? first?.id ?? '', text: typed.text?.trim() ? typed.text : null, idempotencyKey: key() } }),
          () => {
            void message.success(t('service.recorded'));
            onClose();
            onDone();
          },
        )
      }
    >
      <Form.Item name="itemId" label={t('item')} rules={chosen(t('item'))}><Select showSearch={{ optionFilterProp: 'label' }} options={groups} /></Form.Item>
      {stations.length > 1 && <Form.Item name="stationId" label={t('station')}><Select options={stations.map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>}
      <Form.Item name="channel" label={t('service.how')}><Segmented block options={CHANNELS.map((value) => ({ value, label: t(`channels.${value}`) }))} /></Form.Item>
      <Form.Item name="residentId" label={t('service.whom')} extra={t('service.whomHint')}><ResidentPicker /></Form.Item>
      <div className="pair">
        <Form.Item name="happenedOn" label={t('service.day')} rules={chosen(t('service.day'))}><DayPicker max={isoDay()} /></Form.Item>
        <Form.Item name="communityId" label={t('service.place')}><Select allowClear placeholder={t('service.placeHint')} options={stations.flatMap((one) => one.communities).map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>
        <Form.Item name="minutes" label={t('service.minutes')} rules={chosen(t('service.minutes'))}><InputNumber min={1} max={1440} precision={0} style={{ width: '100%' }} /></Form.Item>
        <Form.Item name="people" label={t('service.people')} rules={chosen(t('service.people'))}><InputNumber min={1} max={10_000} precision={0} style={{ width: '100%' }} /></Form.Item>
      </div>
      <Form.Item name="text" label={t('service.text')} extra={t('service.textHint')}><Input.TextArea rows={3} maxLength={TEXT} /></Form.Item>
    </ActModal>
  );
}
