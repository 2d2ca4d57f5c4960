import { App, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { CreateEmployerDocument, type CreateEmployerInput } from './employers.gen';

export default function CreateModal({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('employers');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<CreateEmployerInput>();
  const key = useActKey();
  const [create, isBusy] = useAct(CreateEmployerDocument);
  return (
    <ActModal<CreateEmployerInput>
      open={open}
      title={t('create')}
      submit={t('create')}
      busy={isBusy}
      act={act}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          () => create({ input: { ...typed, idempotencyKey: key() } }),
          (made) => {
            void message.success(t('created', { name: made.name }));
            onClose();
          },
        )
      }
    >
      <Form.Item name="name" label={t('name')} rules={needed(t('name'))}><Input /></Form.Item>
      <Form.Item name="creditCode" label={t('code')} rules={needed(t('code'))}><Input maxLength={18} /></Form.Item>
    </ActModal>
  );
}
