import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { GiveOpen311KeyDocument } from './settings.gen';

interface Typed {
  name: string;
}

export default function ClientModal({ open, onClose, onKey }: { open: boolean; onClose: () => void; onKey: (apiKey: string) => void }) {
  const { t } = useTranslation('settings');
  const { needed } = useRules();
  const act = useActForm<Typed>();
  const [give, isBusy] = useAct(GiveOpen311KeyDocument);
  return (
    <ActModal<Typed>
      open={open}
      title={t('open311.give')}
      submit={t('open311.give')}
      busy={isBusy}
      act={act}
      onClose={onClose}
      onSubmit={({ name }) =>
        void act.send(
          () => give({ input: { name } }),
          (made) => {
            onClose();
            onKey(made.apiKey);
          },
        )
      }
    >
      <Form.Item name="name" label={t('open311.who')} extra={t('open311.whoHint')} rules={needed(t('open311.who'))}><Input maxLength={60} /></Form.Item>
    </ActModal>
  );
}
