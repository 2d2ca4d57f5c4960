import { App, Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { usePlaces } from '../housing/usePlaces';
import { OpenModelBuildingDocument } from './buildings.gen';

/** The building that sets out. */
export default function OpenModal({ open, onClose, onDone }: { open: boolean; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('buildings');
  const { message } = App.useApp();
  const { chosen } = useRules();
  const { communities } = usePlaces();
  const act = useActForm<{ buildingId: string }>();
  const key = useActKey();
  const [begin, isBusy] = useAct(OpenModelBuildingDocument);
  return (
    <ActModal
      open={open}
      title={t('open')}
      lead={t('openHint')}
      submit={t('open')}
      busy={isBusy}
      act={act}
      onClose={onClose}
      onSubmit={({ buildingId }) =>
        void act.send(
          () => begin({ input: { buildingId, idempotencyKey: key() } }),
          () => {
            void message.success(t('opened'));
            onClose();
            onDone();
          },
        )
      }
    >
      <Form.Item name="buildingId" label={t('building')} rules={chosen(t('building'))}>
        <Select showSearch={{ optionFilterProp: 'label' }} options={communities.map((one) => ({ label: one.name, options: one.buildings.map((building) => ({ value: building.id, label: `${one.name} ${building.name}` })) }))} />
      </Form.Item>
    </ActModal>
  );
}
