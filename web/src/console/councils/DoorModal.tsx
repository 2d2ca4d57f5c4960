import { App, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import type { Council } from './Agenda';
import { AdmitToCouncilDocument } from './questions.gen';

interface Shown {
  council: Council;
  open: boolean;
  onClose: () => void;
  onDone: () => void;
}

/** The door: one code after the other, each lets one in. */
export default function DoorModal({ council, open, onClose, onDone }: Shown) {
  const { t } = useTranslation('councils');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<{ code: string }>();
  const [admit, isBusy] = useAct(AdmitToCouncilDocument);
  return (
    <ActModal
      open={open}
      title={t('door.at', { title: council.title })}
      lead={t('door.hint')}
      submit={t('door.letIn')}
      busy={isBusy}
      act={act}
      onClose={onClose}
      onSubmit={({ code }) =>
        void act.send(
          () => admit({ input: { councilId: council.id, code } }),
          (made) => {
            void message.success(t('door.isIn', { name: made.resident?.name ?? '' }));
            act.form.resetFields();
            onDone();
          },
        )
      }
    >
      <Form.Item name="code" label={t('door.code')} rules={needed(t('door.code'))}><Input maxLength={8} autoComplete="off" className="num" /></Form.Item>
    </ActModal>
  );
}
