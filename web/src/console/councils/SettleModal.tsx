import { App, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import type { ItemOutcome } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { useActForm } from '../../desk/useActForm';
import type { Council, Item } from './Agenda';
import { SettleItemDocument } from './agenda.gen';
import { OUTCOMES } from './tones';

interface Shown {
  council: Council;
  item: Item | null;
  onClose: () => void;
  onDone: () => void;
}

/** What came of an item after the minutes, as when its tasks are done. */
export default function SettleModal({ council, item, onClose, onDone }: Shown) {
  const { t } = useTranslation('councils');
  const { message } = App.useApp();
  const act = useActForm<{ outcome: ItemOutcome; note: string }>();
  const [settle, isBusy] = useAct(SettleItemDocument);
  const key = useActKey();
  const outcome = Form.useWatch('outcome', act.form);
  return (
    <ActModal
      open={item !== null}
      title={item && t('item.settleOf', { title: item.title })}
      lead={outcome === 'SENT_UP' && item?.subject === 'ISSUE' ? t('item.goesUp') : t('item.settleHint')}
      submit={t('shared:act.save')}
      busy={isBusy}
      act={act}
      {...(item ? { initial: { outcome: item.outcome === 'OPEN' ? 'SOLVED' : item.outcome, note: item.note ?? '' } } : {})}
      onClose={onClose}
      onSubmit={(typed) =>
        item &&
        void act.send(
          () => settle({ input: { councilId: council.id, result: { itemId: item.id, outcome: typed.outcome, note: typed.note.trim() || null }, idempotencyKey: key() } }),
          () => {
            void message.success(t('item.settled'));
            onClose();
            onDone();
          },
        )
      }
    >
      <Form.Item name="outcome" label={t('item.outcome')}><Select options={OUTCOMES.map((value) => ({ value, label: t(`outcomes.${value}`) }))} /></Form.Item>
      <Form.Item name="note" label={t('note')}><Input.TextArea rows={3} maxLength={500} showCount /></Form.Item>
    </ActModal>
  );
}
