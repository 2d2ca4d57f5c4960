import { Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { isoDay } from '../../core/format';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { CloseTemporaryBranchDocument } from './organisations.gen';

interface Typed {
  endsOn: string;
}

interface Asked {
  branch: { id: string; name: string };
  onClose: () => void;
  onDone: () => void;
}

/** Saying when a project ends, and its branch with it. */
export default function CloseModal({ branch, onClose, onDone }: Asked) {
  const { t } = useTranslation('organisations');
  const { chosen } = useRules();
  const act = useActForm<Typed>();
  const [close, isBusy] = useAct(CloseTemporaryBranchDocument);
  const submit = (typed: Typed): Promise<boolean> => act.send(() => close({ input: { ...typed, organisationId: branch.id } }), onDone);
  return (
    <ActModal<Typed> open title={t('close')} lead={t('closeLead', { branch: branch.name })} submit={t('close')} busy={isBusy} act={act} initial={{ endsOn: isoDay() }} onClose={onClose} onSubmit={(typed) => void submit(typed)}>
      <Form.Item name="endsOn" label={t('endsOn')} rules={chosen(t('endsOn'))}><DayPicker /></Form.Item>
    </ActModal>
  );
}
