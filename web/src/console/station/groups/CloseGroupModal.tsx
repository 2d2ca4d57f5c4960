import { App, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../../core/data/useAct';
import { ActModal } from '../../../desk/ActModal';
import { useRules } from '../../../desk/fields';
import { useActForm } from '../../../desk/useActForm';
import { CloseGroupDocument, type GroupWholeFragment } from './groups.gen';

/** How a group ends: what came of it. */
export default function CloseGroupModal({ of, open, onClose, onDone }: { of: GroupWholeFragment; open: boolean; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('station');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<{ outcome: string }>();
  const [close, isBusy] = useAct(CloseGroupDocument);
  return (
    <ActModal<{ outcome: string }>
      open={open}
      title={t('group.closeOf', { title: of.title })}
      lead={t('group.nextHint.close')}
      submit={t('group.next.close')}
      busy={isBusy}
      act={act}
      onClose={onClose}
      onSubmit={({ outcome }) =>
        void act.send(
          () => close({ input: { groupId: of.id, outcome } }),
          () => {
            void message.success(t('done'));
            onClose();
            onDone();
          },
        )
      }
    >
      <Form.Item name="outcome" label={t('group.outcome')} extra={t('group.sealedHint')} rules={needed(t('group.outcome'))}><Input.TextArea rows={4} maxLength={20_000} /></Form.Item>
    </ActModal>
  );
}
