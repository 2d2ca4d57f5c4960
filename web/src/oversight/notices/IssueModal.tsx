import { Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { IssueSupervisionNoticeDocument, IssueWhereDocument } from './notices.gen';

interface Typed {
  organisationId: string;
  communityId: string;
  title: string;
  demand: string;
  workingDays: number;
}

const DAYS = 5;
const MOST_DAYS = 60;

interface Asked {
  /** What it is about, where it is issued from there. */
  about?: { communityId: string; subjectId?: string; title?: string };
  onClose: () => void;
  onDone: () => void;
}

/** Demanding something of an operator. */
export default function IssueModal({ about, onClose, onDone }: Asked) {
  const { t } = useTranslation('notices');
  const { needed, chosen } = useRules();
  const act = useActForm<Typed>();
  const key = useActKey();
  const reading = useData(IssueWhereDocument, {});
  const [issue, isBusy] = useAct(IssueSupervisionNoticeDocument);
  const where = reading.kind === 'data' ? reading.data : null;
  const submit = (typed: Typed): Promise<boolean> =>
    act.send(
      () => issue({ input: { ...typed, subjectId: about?.subjectId ?? null, idempotencyKey: key() } }),
      () => {
        onDone();
      },
    );
  return (
    <ActModal<Typed> open title={t('issue')} submit={t('issue')} busy={isBusy} disabled={!where} width={560} act={act} initial={{ workingDays: DAYS, ...(about ? { communityId: about.communityId, title: about.title ?? '' } : {}) }} onClose={onClose} onSubmit={(typed) => void submit(typed)}>
      <Form.Item name="organisationId" label={t('organisation')} rules={chosen(t('organisation'))}>
        <Select loading={reading.kind === 'loading'} options={where?.oversight.organisations.edges.map(({ node }) => ({ value: node.id, label: node.name })) ?? []} />
      </Form.Item>
      <Form.Item name="communityId" label={t('community')} rules={chosen(t('community'))}>
        <Select loading={reading.kind === 'loading'} options={where?.oversight.communities.edges.map(({ node }) => ({ value: node.id, label: `${node.name} · ${node.operatorName ?? ''}` })) ?? []} />
      </Form.Item>
      <Form.Item name="title" label={t('subject')} rules={needed(t('subject'))}><Input maxLength={100} showCount /></Form.Item>
      <Form.Item name="demand" label={t('demand')} rules={needed(t('demand'))}><Input.TextArea rows={4} maxLength={2000} showCount /></Form.Item>
      <Form.Item name="workingDays" label={t('workingDays')} rules={chosen(t('workingDays'))}><InputNumber min={1} max={MOST_DAYS} precision={0} /></Form.Item>
    </ActModal>
  );
}
