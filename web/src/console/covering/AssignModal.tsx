import { App, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { isoDay } from '../../core/format';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { AssignOversightDocument, type ListedLineFragment } from './covering.gen';
import { OrgSelect } from './OrgSelect';

interface Typed {
  organisationId: string;
  startsOn: string;
}

/** The organisation that is to cover a community. */
export default function AssignModal({ of, onClose, onDone }: { of: ListedLineFragment; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('covering');
  const { message } = App.useApp();
  const { chosen } = useRules();
  const act = useActForm<Typed>();
  const [assign, isBusy] = useAct(AssignOversightDocument);
  const submit = (typed: Typed): Promise<boolean> =>
    act.send(
      () => assign({ input: { ...typed, communityId: of.communityId, operatorCode: of.operatorCode ?? '' } }),
      () => {
        void message.success(t('cover.assigned', { name: of.name }));
        onDone();
      },
    );
  return (
    <ActModal<Typed> open title={t('cover.assignOf', { name: of.name })} lead={of.operatorName} submit={t('cover.assign')} busy={isBusy} act={act} initial={{ startsOn: isoDay() }} onClose={onClose} onSubmit={(typed) => void submit(typed)}>
      <Form.Item name="organisationId" label={t('cover.organisation')} rules={chosen(t('cover.organisation'))}><OrgSelect /></Form.Item>
      <Form.Item name="startsOn" label={t('cover.startsOn')} rules={chosen(t('cover.startsOn'))}><DayPicker /></Form.Item>
    </ActModal>
  );
}
