import { Form, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import type { NoticeCardFragment } from '../../desk/notices/notice.gen';
import { useActForm } from '../../desk/useActForm';
import { ReturnReplyDocument } from './notices.gen';

interface Typed {
  reason: string;
  workingDays: number;
}

const DAYS = 3;
const MOST_DAYS = 60;

/** Returning a reply that is not enough, with a new deadline. */
export default function ReturnModal({ notice, onClose, onDone }: { notice: NoticeCardFragment; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('notices');
  const { needed, chosen } = useRules();
  const act = useActForm<Typed>();
  const [send, isBusy] = useAct(ReturnReplyDocument);
  return (
    <ActModal<Typed> open title={t('returnOf', { title: notice.title })} submit={t('return')} busy={isBusy} act={act} initial={{ workingDays: DAYS }} onClose={onClose} onSubmit={(typed) => void act.send(() => send({ input: { noticeId: notice.id, ...typed } }), onDone)}>
      <Form.Item name="reason" label={t('reason')} rules={needed(t('reason'))}><Input.TextArea rows={4} maxLength={2000} showCount /></Form.Item>
      <Form.Item name="workingDays" label={t('workingDays')} rules={chosen(t('workingDays'))}><InputNumber min={1} max={MOST_DAYS} precision={0} /></Form.Item>
    </ActModal>
  );
}
