import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useActForm } from '../../desk/useActForm';
import type { Council } from './Agenda';
import { QuestionFields, questionsOf, type AskedQuestion } from './QuestionFields';
import { SetCouncilQuestionsDocument } from './questions.gen';

interface Shown {
  council: Council;
  open: boolean;
  onClose: () => void;
  onDone: () => void;
}

/** Other questions to whoever registers, while nobody has answered. */
export default function QuestionsModal({ council, open, onClose, onDone }: Shown) {
  const { t } = useTranslation('councils');
  const { message } = App.useApp();
  const act = useActForm<{ questions: AskedQuestion[] }>();
  const [set, isBusy] = useAct(SetCouncilQuestionsDocument);
  return (
    <ActModal
      open={open}
      title={t('ask.of', { title: council.title })}
      submit={t('ask.save')}
      width={640}
      busy={isBusy}
      act={act}
      initial={{ questions: (council.form?.questions ?? []).map((one) => ({ ...one, options: [...one.options] })) }}
      onClose={onClose}
      onSubmit={({ questions }) =>
        void act.send(
          () => set({ input: { councilId: council.id, questions: questionsOf(questions) } }),
          () => {
            void message.success(t('ask.saved'));
            onClose();
            onDone();
          },
        )
      }
    >
      <QuestionFields />
    </ActModal>
  );
}
