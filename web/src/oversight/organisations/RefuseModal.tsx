import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { RefuseTransferDocument, type PaperRowFragment } from './transfers.gen';

interface Typed {
  reason: string;
}

/** Refusing a transfer: the member reads why. */
export default function RefuseModal({ paper, onClose, onDone }: { paper: PaperRowFragment; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('organisations');
  const { needed } = useRules();
  const act = useActForm<Typed>();
  const [refuse, isBusy] = useAct(RefuseTransferDocument);
  return (
    <ActModal<Typed> open title={t('refuseOf', { name: paper.name })} submit={t('refuse')} busy={isBusy} act={act} onClose={onClose} onSubmit={(typed) => void act.send(() => refuse({ input: { transferId: paper.id, ...typed } }), onDone)}>
      <Form.Item name="reason" label={t('refuseReason')} extra={t('refuseHint')} rules={needed(t('refuseReason'))}><Input.TextArea rows={4} maxLength={2000} showCount /></Form.Item>
    </ActModal>
  );
}
