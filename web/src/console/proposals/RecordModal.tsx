import { App, Form, Input, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import type { ProposalOrigin } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { CommunityField } from '../housing/CommunityField';
import { ofCommunity, type Asked } from '../housing/asked';
import { ResidentPicker } from '../stays/ResidentPicker';
import { RecordProposalDocument } from './acts.gen';

const ORIGINS: readonly ProposalOrigin[] = ['DESK', 'TEA_TALK', 'COUNCIL'];

interface Typed {
  communityId: string;
  origin: ProposalOrigin;
  authorId?: string | undefined;
  title: string;
  body: string;
}

/** What a resident said aloud is written down and published for them; they are told of each step if they are named. */
export default function RecordModal({ open, communities, communityId, onClose, onDone }: Asked & { onDone: (id: string) => void }) {
  const { t } = useTranslation('proposals');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const act = useActForm<Typed>();
  const { key, done } = useActKey();
  const [record, isBusy] = useAct(RecordProposalDocument);
  return (
    <ActModal<Typed>
      open={open}
      title={t('record.title')}
      lead={t('record.hint')}
      submit={t('record.do')}
      width={600}
      busy={isBusy}
      act={act}
      initial={{ origin: 'DESK', ...ofCommunity({ communities, communityId }) }}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          () => record({ input: { ...typed, authorId: typed.authorId ?? null, idempotencyKey: key() } }),
          (made) => {
            done();
            void message.success(t('record.done', { title: made.title }));
            onDone(made.id);
          },
        )
      }
    >
      <div className="pair">
        <CommunityField communities={communities} />
        <Form.Item name="authorId" label={t('record.who')} extra={t('record.whoHint')}><ResidentPicker /></Form.Item>
      </div>
      <Form.Item name="origin" label={t('record.where')}><Segmented block options={ORIGINS.map((value) => ({ value, label: t(`origins.${value}`) }))} /></Form.Item>
      <Form.Item name="title" label={t('record.what')} rules={needed(t('record.what'))}><Input maxLength={80} showCount /></Form.Item>
      <Form.Item name="body" label={t('record.why')} rules={needed(t('record.why'))}><Input.TextArea rows={6} maxLength={4000} showCount /></Form.Item>
    </ActModal>
  );
}
