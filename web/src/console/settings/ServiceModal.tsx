import { App, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import type { ServiceArea } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { AREAS } from '../casework/tones';
import { AddServiceDocument } from './settings.gen';

interface Typed {
  code: string;
  area: ServiceArea;
  nameZh: string;
  nameEn: string;
}

export default function ServiceModal({ open, onClose, onDone }: { open: boolean; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('settings');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const { key, done } = useActKey();
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
            done();
            void message.success(t('saved'));
            onDone();
            onClose();
          },
        )
      }
    >
      <Form.Item name="code" label={t('code')} extra={t('codeHint')} rules={needed(t('code'))}><Input maxLength={32} /></Form.Item>
      <Form.Item name="area" label={t('services.area')} rules={chosen(t('services.area'))}><Select options={AREAS.map((one) => ({ value: one, label: t(`station:areas.${one}`) }))} /></Form.Item>
      <div className="pair">
        <Form.Item name="nameZh" label={t('nameZh')} rules={needed(t('nameZh'))}><Input maxLength={40} /></Form.Item>
        <Form.Item name="nameEn" label={t('nameEn')} rules={needed(t('nameEn'))}><Input maxLength={60} /></Form.Item>
      </div>
    </ActModal>
  );
}
