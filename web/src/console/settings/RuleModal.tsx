import { App, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { ActModal } from '../../desk/ActModal';
import { useActForm } from '../../desk/useActForm';
import { usePlaces } from '../housing/usePlaces';
import { IssueHandlersDocument } from '../issues/issues.gen';
import { useCategories } from '../issues/useCategories';
import { AddRuleDocument } from './settings.gen';

interface Typed {
  handlerId?: string;
  department?: string;
  categoryId?: string;
  communityId?: string;
  buildingId?: string;
}

export default function RuleModal({ open, onClose, onDone }: { open: boolean; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('settings');
  const { message } = App.useApp();
  const key = useActKey();
  const act = useActForm<Typed>();
  const { options } = useCategories();
  const { communities } = usePlaces();
  const handlers = useData(IssueHandlersDocument, {}, { policy: 'cache-first' });
  const at = Form.useWatch('communityId', act.form);
  const buildings = communities.find((one) => one.id === at)?.buildings ?? [];
  const [add, isBusy] = useAct(AddRuleDocument);
  return (
    <ActModal<Typed>
      open={open}
      title={t('rules.add')}
      lead={t('rules.lead')}
      submit={t('add')}
      busy={isBusy}
      act={act}
      onClose={onClose}
      onSubmit={({ handlerId, department, categoryId, communityId, buildingId }) =>
        void act.send(
          () => add({ input: { handlerId: handlerId ?? null, department: department?.trim() || null, categoryId: categoryId ?? null, communityId: communityId ?? null, buildingId: buildingId ?? null, idempotencyKey: key() } }),
          () => {
            void message.success(t('saved'));
            onDone();
            onClose();
          },
        )
      }
    >
      <Form.Item name="categoryId" label={t('rules.category')}><Select allowClear placeholder={t('rules.any')} options={options} /></Form.Item>
      <Form.Item name="communityId" label={t('rules.community')}><Select allowClear placeholder={t('rules.everywhere')} onChange={() => act.form.setFieldValue('buildingId', undefined)} options={communities.map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>
      <Form.Item name="buildingId" label={t('rules.building')}><Select allowClear disabled={buildings.length === 0} options={buildings.map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>
      <Form.Item name="handlerId" label={t('rules.handler')}><Select allowClear options={handlers.kind === 'data' ? handlers.data.issueHandlers.edges.map(({ node }) => ({ value: node.id, label: node.displayName })) : []} /></Form.Item>
      <Form.Item name="department" label={t('rules.department')}><Input maxLength={40} /></Form.Item>
    </ActModal>
  );
}
