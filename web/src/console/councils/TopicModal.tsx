import { App, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { LinkTopicDocument, RecordTopicDocument, type CouncilPageQuery } from './councils.gen';

type Shown = NonNullable<CouncilPageQuery['council']>;

interface Asked {
  council: Shown;
  topic: Shown['topics'][number] | null;
  onClose: () => void;
  onDone: () => void;
}

/** What somebody spoke of becomes a proposal in their name, and says so to them. */
export default function TopicModal({ council, topic, onClose, onDone }: Asked) {
  const { t } = useTranslation('councils');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<{ title: string; body: string }>();
  const key = useActKey();
  const [record, isRecording] = useAct(RecordTopicDocument);
  const [link, isLinking] = useAct(LinkTopicDocument);
  const submit = (typed: { title: string; body: string }, of: Shown['topics'][number]): void =>
    void act.send(
      async () => {
        const origin = council.kind === 'TEA_TALK' ? 'TEA_TALK' : 'COUNCIL';
        const recorded = await record({ input: { ...typed, origin, communityId: council.community?.id ?? '', authorId: of.resident?.id ?? null, idempotencyKey: key() } });
        return recorded.ok ? link({ input: { topicId: of.id, subjectId: recorded.made.id } }) : recorded;
      },
      () => {
        void message.success(t('topicWritten'));
        onDone();
      },
    );
  return (
    <ActModal open={topic !== null} title={t('writeTopic')} submit={t('writeTopic')} width={560} busy={isRecording || isLinking} act={act} {...(topic ? { initial: { title: topic.text.slice(0, 80), body: topic.text } } : {})} onClose={onClose} onSubmit={(typed) => topic && submit(typed, topic)}>
      <Form.Item name="title" label={t('proposalTitle')} rules={needed(t('proposalTitle'))}><Input maxLength={80} /></Form.Item>
      <Form.Item name="body" label={t('proposalBody')} rules={needed(t('proposalBody'))}><Input.TextArea rows={5} maxLength={4000} showCount /></Form.Item>
    </ActModal>
  );
}
