import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { FormTemporaryBranchDocument } from './organisations.gen';

interface Typed {
  name: string;
  project: string;
  endsOn: string;
}

interface Asked {
  parent: { id: string; name: string };
  onClose: () => void;
  onDone: () => void;
}

/** Forming a branch for a project. */
export default function FormModal({ parent, onClose, onDone }: Asked) {
  const { t } = useTranslation('organisations');
  const { needed, chosen } = useRules();
  const act = useActForm<Typed>();
  const key = useActKey();
  const [form, isBusy] = useAct(FormTemporaryBranchDocument);
  const submit = (typed: Typed): Promise<boolean> =>
    act.send(
      () => form({ input: { ...typed, parentId: parent.id, idempotencyKey: key() } }),
      () => {
        onDone();
      },
    );
  return (
    <ActModal<Typed> open title={t('form')} lead={t('formLead', { parent: parent.name })} submit={t('form')} busy={isBusy} act={act} initial={{}} onClose={onClose} onSubmit={(typed) => void submit(typed)}>
      <Form.Item name="project" label={t('project')} rules={needed(t('project'))}><Input maxLength={100} placeholder={t('projectExample')} /></Form.Item>
      <Form.Item name="name" label={t('branchName')} rules={needed(t('branchName'))}><Input maxLength={100} placeholder={t('branchExample')} /></Form.Item>
      <Form.Item name="endsOn" label={t('endsOn')} rules={chosen(t('endsOn'))}><DayPicker /></Form.Item>
    </ActModal>
  );
}
