import { App, Form, Input, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import type { ItemSubject } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import type { Council } from './Agenda';
import { AddAgendaItemDocument, AgendaChoicesDocument } from './agenda.gen';

const SUBJECTS: readonly ItemSubject[] = ['ISSUE', 'PROPOSAL', 'OTHER'];
const LONGEST_TITLE = 120;

interface Typed {
  subject: ItemSubject;
  subjectId?: string;
  title: string;
}

interface Shown {
  council: Council;
  open: boolean;
  onClose: () => void;
  onDone: () => void;
}

/** One more thing on the agenda: an open issue of the community, a proposal of its residents, or something else. */
export default function ItemModal({ council, open, onClose, onDone }: Shown) {
  const { t } = useTranslation('councils');
  const { message } = App.useApp();
  const act = useActForm<Typed>();
  const key = useActKey();
  const [add, isBusy] = useAct(AddAgendaItemDocument);
  return (
    <ActModal<Typed>
      open={open}
      title={t('item.addTo', { title: council.title })}
      submit={t('item.add')}
      width={560}
      busy={isBusy}
      act={act}
      initial={{ subject: 'ISSUE' }}
      onClose={onClose}
      onSubmit={({ subject, subjectId, title }) =>
        void act.send(
          () => add({ input: { councilId: council.id, item: { title, subjectId: subject === 'OTHER' ? null : (subjectId ?? null) }, idempotencyKey: key() } }),
          () => {
            void message.success(t('item.added', { title }));
            onClose();
            onDone();
          },
        )
      }
    >
      <Fields council={council} name={(title) => act.form.setFieldValue('title', title.slice(0, LONGEST_TITLE))} />
    </ActModal>
  );
}

function Fields({ council, name }: { council: Council; name: (title: string) => void }) {
  const { t } = useTranslation('councils');
  const { needed, chosen } = useRules();
  const form = Form.useFormInstance<Typed>();
  const subject = (Form.useWatch('subject') as ItemSubject | undefined) ?? 'ISSUE';
  const reading = useData(AgendaChoicesDocument, { communityId: council.community?.id ?? '' });
  const taken = new Set(council.items.map((item) => item.subjectId));
  const found = reading.kind === 'data' ? reading.data : null;
  const all = {
    ISSUE: found?.issues.edges.map(({ node }) => ({ value: node.id, title: node.text ?? node.number, label: [node.number, node.text].filter(Boolean).join(' · ') })) ?? [],
    PROPOSAL: found?.proposals.edges.map(({ node }) => ({ value: node.id, title: node.title, label: node.title })) ?? [],
    OTHER: [],
  }[subject].filter((one) => !taken.has(one.value));
  return (
    <>
      <Form.Item name="subject" label={t('item.from')}>
        <Segmented block options={SUBJECTS.map((value) => ({ value, label: t(`subjects.${value}`) }))} onChange={() => form.resetFields(['subjectId', 'title'])} />
      </Form.Item>
      {subject !== 'OTHER' && (
        <Form.Item name="subjectId" label={t(`subjects.${subject}`)} rules={chosen(t(`subjects.${subject}`))}>
          <Select showSearch={{ optionFilterProp: 'label' }} loading={reading.kind === 'loading'} placeholder={t('item.find')} notFoundContent={t('item.nothing')} options={all} onChange={(_, one) => one && !Array.isArray(one) && name(one.title)} />
        </Form.Item>
      )}
      <Form.Item name="title" label={t('item.title')} extra={t('item.titleHint')} rules={needed(t('item.title'))}><Input maxLength={LONGEST_TITLE} showCount /></Form.Item>
    </>
  );
}
