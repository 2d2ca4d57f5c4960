import { App, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { DecideApprovalDocument, DecideTransferDocument } from './acts.gen';

export interface Wanted {
  id: string;
  of: 'approval' | 'transfer';
  isYes: boolean;
  title: string;
}

/** Saying yes or no to what waits. */
export default function DecideModal({ of, onClose, onDone }: { of: Wanted | null; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('casework');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<{ comment?: string; note?: string }>();
  const [decideApproval, a] = useAct(DecideApprovalDocument);
  const [decideTransfer, b] = useAct(DecideTransferDocument);
  const name = of?.of === 'transfer' ? 'note' : 'comment';
  const done = (): void => {
    void message.success(t('done'));
    onClose();
    onDone();
  };
  return (
    <ActModal<{ comment?: string; note?: string }>
      open={of !== null}
      title={of && t('actOf', { act: t(`decision.${of.of}${of.isYes ? 'Yes' : 'No'}`), code: of.title })}
      lead={of && t(`decision.${of.of}Hint`)}
      submit={of ? t(`decision.${of.of}${of.isYes ? 'Yes' : 'No'}`) : ''}
      danger={of?.isYes === false}
      busy={a || b}
      act={act}
      onClose={onClose}
      onSubmit={({ comment, note }) => {
        if (of?.of === 'approval') void act.send(() => decideApproval({ input: { approvalId: of.id, isApproved: of.isYes, comment: comment || null } }), done);
        else if (of) void act.send(() => decideTransfer({ input: { moveId: of.id, state: of.isYes ? 'ACCEPTED' : 'REJECTED', note: note || null } }), done);
      }}
    >
      <Form.Item name={name} label={t('decision.comment')} rules={of?.isYes === false ? needed(t('decision.comment')) : []}><Input.TextArea rows={3} maxLength={4000} /></Form.Item>
    </ActModal>
  );
}
