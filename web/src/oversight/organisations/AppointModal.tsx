import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { isoDay } from '../../core/format';
import type { PartyOffice } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { AppointOfficerDocument } from './organisations.gen';

const OFFICES: readonly PartyOffice[] = ['FIRST_SECRETARY', 'SECRETARY', 'DEPUTY_SECRETARY', 'ORGANISATION_COMMISSIONER', 'PUBLICITY_COMMISSIONER', 'DISCIPLINE_COMMISSIONER', 'GROUP_LEADER'];

interface Typed {
  office: PartyOffice;
  name: string;
  startsOn: string;
}

interface Asked {
  organisation: { id: string; name: string };
  onClose: () => void;
  onDone: () => void;
}

/** Putting someone into an office. */
export default function AppointModal({ organisation, onClose, onDone }: Asked) {
  const { t } = useTranslation('organisations');
  const { needed, chosen } = useRules();
  const act = useActForm<Typed>();
  const key = useActKey();
  const [appoint, isBusy] = useAct(AppointOfficerDocument);
  const submit = (typed: Typed): Promise<boolean> =>
    act.send(
      () => appoint({ input: { ...typed, organisationId: organisation.id, idempotencyKey: key() } }),
      () => {
        onDone();
      },
    );
  return (
    <ActModal<Typed> open title={t('appoint')} lead={organisation.name} submit={t('appoint')} busy={isBusy} act={act} initial={{ startsOn: isoDay() }} onClose={onClose} onSubmit={(typed) => void submit(typed)}>
      <Form.Item name="office" label={t('office')} rules={chosen(t('office'))}><Select options={OFFICES.map((value) => ({ value, label: t(`offices.${value}`) }))} /></Form.Item>
      <Form.Item name="name" label={t('name')} rules={needed(t('name'))}><Input maxLength={40} /></Form.Item>
      <Form.Item name="startsOn" label={t('startsOn')} rules={chosen(t('startsOn'))}><DayPicker /></Form.Item>
    </ActModal>
  );
}
