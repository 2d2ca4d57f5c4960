import { App, Form, Input, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import type { ProposalOrigin } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { CommunityField } from '../housing/CommunityField';
import { ofCommunity, type Asked } from '../housing/asked';
import { ResidentPicker } from '../stays/ResidentPicker';
import { RecordProposalDocument, TeaTalkChoicesDocument } from './acts.gen';

const ORIGINS: readonly ProposalOrigin[] = ['DESK', 'TEA_TALK', 'COUNCIL'];

interface Typed {
  communityId: string;
  origin: ProposalOrigin;
  authorId?: string | undefined;
  teaTalkId?: string | undefined;
  title: string;
  body: string;
}

/** What a resident said aloud is written down and published for them; they are told of each step if they are named. */
export default function RecordModal({ open, communities, communityId, onClose, onDone }: Asked & { onDone: (id: string) => void }) {
  const { t } = useTranslation('proposals');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<Typed>();
  const key = useActKey();
  const [record, isBusy] = useAct(RecordProposalDocument);
  const isAtTea = Form.useWatch('origin', act.form) === 'TEA_TALK';
  const where = Form.useWatch('communityId', act.form);
  const teas = useData(TeaTalkChoicesDocument, { communityId: where ?? '' }, { pause: !isAtTea || !where });
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
          () => record({ input: { ...typed, authorId: typed.authorId ?? null, teaTalkId: typed.teaTalkId ?? null, idempotencyKey: key() } }),
          (made) => {
            void message.success(t('record.done', { title: made.title }));
            onDone(made.id);
          },
        )
      }
    >
      <div className="pair">
        <CommunityField communities={communities} onChange={() => act.form.resetFields(['teaTalkId'])} />
        <Form.Item name="authorId" label={t('record.who')} extra={t('record.whoHint')}><ResidentPicker /></Form.Item>
      </div>
      <Form.Item name="origin" label={t('record.where')}><Segmented block options={ORIGINS.map((value) => ({ value, label: t(`origins.${value}`) }))} /></Form.Item>
      {isAtTea && (
        <Form.Item name="teaTalkId" label={t('record.tea')} extra={t('record.teaHint')}>
          <Select allowClear loading={teas.kind === 'loading'} notFoundContent={t('record.noTea')} options={teas.kind === 'data' ? teas.data.teaTalks.edges.map(({ node }) => ({ value: node.id, label: `${node.topic} · ${date(node.heldOn)}` })) : []} />
        </Form.Item>
      )}
      <Form.Item name="title" label={t('record.what')} rules={needed(t('record.what'))}><Input maxLength={80} showCount /></Form.Item>
      <Form.Item name="body" label={t('record.why')} rules={needed(t('record.why'))}><Input.TextArea rows={6} maxLength={4000} showCount /></Form.Item>
    </ActModal>
  );
}
