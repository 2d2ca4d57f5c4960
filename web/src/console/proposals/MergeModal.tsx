import { App, Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { MergeChoicesDocument, MergeProposalDocument } from './acts.gen';
import type { ProposalPageQuery } from './proposals.gen';

interface Asked {
  proposal: NonNullable<ProposalPageQuery['proposal']>;
  open: boolean;
  onClose: () => void;
  onDone: () => void;
}

/** Two that ask for the same become one: whoever stands behind this one stands behind the other. */
export default function MergeModal({ proposal, open, onClose, onDone }: Asked) {
  const { t } = useTranslation('proposals');
  const { message } = App.useApp();
  const { chosen } = useRules();
  const act = useActForm<{ intoId: string }>();
  const [merge, isBusy] = useAct(MergeProposalDocument);
  const reading = useData(MergeChoicesDocument, { communityId: proposal.community?.id ?? '' }, { pause: !open });
  const others = reading.kind === 'data' ? reading.data.proposals.edges.map(({ node }) => node).filter((one) => one.id !== proposal.id) : [];
  return (
    <ActModal
      open={open}
      title={t('merge.of', { title: proposal.title })}
      lead={t('merge.hint', { count: proposal.cosigners })}
      submit={t('merge.do')}
      danger
      busy={isBusy}
      act={act}
      onClose={onClose}
      onSubmit={({ intoId }) =>
        void act.send(
          () => merge({ input: { proposalId: proposal.id, intoId } }),
          () => {
            void message.success(t('merge.done'));
            onDone();
          },
        )
      }
    >
      <Form.Item name="intoId" label={t('merge.into')} rules={chosen(t('merge.into'))}>
        <Select showSearch={{ optionFilterProp: 'label' }} loading={reading.kind === 'loading'} notFoundContent={t('merge.nothing')} options={others.map((one) => ({ value: one.id, label: `${one.title} · ${t('said.cosigners', { value: one.cosigners })}` }))} />
      </Form.Item>
    </ActModal>
  );
}
