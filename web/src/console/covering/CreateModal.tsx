import { App, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { isoDay } from '../../core/format';
import type { PartyOrgKind } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { CreatePartyOrgDocument } from './covering.gen';
import { OrgSelect } from './OrgSelect';

const KINDS: readonly PartyOrgKind[] = ['COMMITTEE', 'GENERAL_BRANCH', 'BRANCH', 'JOINT_BRANCH', 'GROUP'];

interface Typed {
  kind: PartyOrgKind;
  name: string;
  formedOn: string;
  parentId?: string;
}

/** A new organisation, at the top or beneath another. */
export default function CreateModal({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('covering');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const act = useActForm<Typed>();
  const [create, isBusy] = useAct(CreatePartyOrgDocument);
  const submit = ({ parentId, ...typed }: Typed): Promise<boolean> =>
    act.send(
      () => create({ input: { ...typed, parentId: parentId ?? null } }),
      (made) => {
        void message.success(t('orgs.created', { name: made.name }));
        onDone();
      },
    );
  return (
    <ActModal<Typed> open title={t('orgs.create')} submit={t('orgs.create')} busy={isBusy} act={act} initial={{ formedOn: isoDay() }} onClose={onClose} onSubmit={(typed) => void submit(typed)}>
      <Form.Item name="name" label={t('orgs.name')} rules={needed(t('orgs.name'))}><Input maxLength={100} /></Form.Item>
      <div className="pair">
        <Form.Item name="kind" label={t('orgs.kind')} rules={chosen(t('orgs.kind'))}><Select options={KINDS.map((value) => ({ value, label: t(`orgs.kinds.${value}`) }))} /></Form.Item>
        <Form.Item name="formedOn" label={t('orgs.formedOn')} rules={chosen(t('orgs.formedOn'))}><DayPicker /></Form.Item>
      </div>
      <Form.Item name="parentId" label={t('orgs.parent')}><OrgSelect allowClear /></Form.Item>
    </ActModal>
  );
}
