import { App, Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import type { ServiceArea } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { AREAS } from '../casework/tones';
import { NamedFields, type Named } from './NamedFields';
import { AddServiceDocument } from './settings.gen';

interface Typed extends Named {
  area: ServiceArea;
}

export default function ServiceModal({ open, onClose, onDone }: { open: boolean; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('settings');
  const { message } = App.useApp();
  const { chosen } = useRules();
  const key = useActKey();
  const act = useActForm<Typed>();
  const [add, isBusy] = useAct(AddServiceDocument);
  return (
    <ActModal<Typed>
      open={open}
      title={t('services.add')}
      submit={t('add')}
      busy={isBusy}
      act={act}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          () => add({ input: { ...typed, idempotencyKey: key() } }),
          () => {
            void message.success(t('saved'));
            onDone();
            onClose();
          },
        )
      }
    >
      <NamedFields>
        <Form.Item name="area" label={t('services.area')} rules={chosen(t('services.area'))}><Select options={AREAS.map((one) => ({ value: one, label: t(`station:areas.${one}`) }))} /></Form.Item>
      </NamedFields>
    </ActModal>
  );
}
