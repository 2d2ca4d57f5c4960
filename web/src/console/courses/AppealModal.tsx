import { App, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { DecideAbsenceAppealDocument } from './absences.gen';
import type { Block } from './Absences';

export default function AppealModal({ of, onClose, onDone }: { of: { block: Block; isGranted: boolean } | null; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('courses');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<{ answer: string }>();
  const [decide, isBusy] = useAct(DecideAbsenceAppealDocument);
  const word = of?.isGranted ? 'grant' : 'refuse';
  return (
    <ActModal<{ answer: string }>
      open={of !== null}
      title={t(`absences.${word}Of`, { who: of?.block.resident?.name })}
      lead={of?.block.appealReason}
      submit={t(`absences.${word}`)}
      busy={isBusy}
      act={act}
      onClose={onClose}
      onSubmit={({ answer }) =>
        void act.send(
          () => decide({ input: { blockId: of?.block.id ?? '', isGranted: of?.isGranted ?? false, answer } }),
          () => {
            void message.success(t('absences.decided'));
            onDone();
            onClose();
          },
        )
      }
    >
      <Form.Item name="answer" label={t('absences.answer')} rules={needed(t('absences.answer'))}><Input.TextArea rows={3} maxLength={500} /></Form.Item>
    </ActModal>
  );
}
