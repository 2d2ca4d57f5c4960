import { App, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import type { CreateStationInput } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { usePlaces } from '../housing/usePlaces';
import { CreateStationDocument } from './acts.gen';

type Typed = Omit<CreateStationInput, 'idempotencyKey'> & { communityIds: string[] };

export default function StationModal({ open, onClose, onDone }: { open: boolean; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('casework');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const { communities } = usePlaces();
  const act = useActForm<Typed>();
  const key = useActKey();
  const [create, isBusy] = useAct(CreateStationDocument);
  return (
    <ActModal<Typed>
      open={open}
      title={t('stationOf.open')}
      submit={t('stationOf.open')}
      busy={isBusy}
      act={act}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          () => create({ input: { ...typed, idempotencyKey: key.key() } }),
          () => {
            key.done();
            void message.success(t('done'));
            onClose();
            onDone();
          },
        )
      }
    >
      <Form.Item name="name" label={t('stationOf.name')} rules={needed(t('stationOf.name'))}><Input maxLength={60} /></Form.Item>
      <Form.Item name="communityIds" label={t('stationOf.serves')} rules={chosen(t('stationOf.serves'))}><Select mode="multiple" options={communities.map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>
      <div className="pair">
        <Form.Item name="phone" label={t('stationOf.phone')}><Input type="tel" /></Form.Item>
        <Form.Item name="hours" label={t('stationOf.hours')}><Input /></Form.Item>
      </div>
      <Form.Item name="address" label={t('stationOf.address')}><Input /></Form.Item>
    </ActModal>
  );
}
