import { App, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { usePlaces } from '../housing/usePlaces';
import { AddPointDocument } from './settings.gen';

interface Typed {
  communityId: string;
  code: string;
  name: string;
  buildingId?: string;
}

export default function PointModal({ open, communityId, onClose }: { open: boolean; communityId: string | null; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const key = useActKey();
  const act = useActForm<Typed>();
  const { communities } = usePlaces();
  const first = communityId ?? (communities.length === 1 ? communities[0]?.id : undefined);
  const at = Form.useWatch('communityId', act.form);
  const buildings = communities.find((one) => one.id === at)?.buildings ?? [];
  const [add, isBusy] = useAct(AddPointDocument);
  return (
    <ActModal<Typed>
      open={open}
      title={t('routes.addPoint')}
      lead={t('routes.pointLead')}
      submit={t('add')}
      busy={isBusy}
      act={act}
      initial={first ? { communityId: first } : {}}
      onClose={onClose}
      onSubmit={({ buildingId, ...typed }) =>
        void act.send(
          () => add({ input: { ...typed, buildingId: buildingId ?? null, idempotencyKey: key() } }),
          () => {
            void message.success(t('saved'));
            onClose();
          },
        )
      }
    >
      <Form.Item name="communityId" label={t('rules.community')} rules={chosen(t('rules.community'))}><Select options={communities.map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>
      <div className="pair">
        <Form.Item name="code" label={t('code')} rules={needed(t('code'))}><Input maxLength={60} /></Form.Item>
        <Form.Item name="name" label={t('name')} rules={needed(t('name'))}><Input maxLength={60} /></Form.Item>
      </div>
      <Form.Item name="buildingId" label={t('rules.building')}><Select allowClear options={buildings.map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>
    </ActModal>
  );
}
