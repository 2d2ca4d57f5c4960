import { App, Checkbox, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import type { PartyStatus } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { useActForm } from '../../desk/useActForm';
import { UpdateResidentDocument, type UpdateResidentInput } from './residents.gen';

const PARTY: readonly PartyStatus[] = ['NOT_STATED', 'NONE', 'LEAGUE_MEMBER', 'PARTY_MEMBER'];

interface Person {
  id: string;
  name: string;
  version: number;
  partyStatus: PartyStatus;
  skills: readonly string[];
  livesAlone?: boolean | null;
}

type Typed = Omit<UpdateResidentInput, 'residentId' | 'version' | 'livesAlone'> & { livesAlone?: 'yes' | 'no' | null };

/** Changing what may change; who changed it meanwhile is not overwritten. */
export function EditModal({ resident, onClose }: { resident: Person | null; onClose: () => void }) {
  const { t } = useTranslation('residents');
  const { message } = App.useApp();
  const act = useActForm<Typed>();
  const [update, isBusy] = useAct(UpdateResidentDocument);
  const party = Form.useWatch('partyStatus', act.form);
  const isMember = party === 'LEAGUE_MEMBER' || party === 'PARTY_MEMBER';
  function submit(typed: Typed): void {
    if (!resident) return;
    const { phone, emergencyContact, partyStatus, skills, livesAlone, hasConsentedToPartyStatus } = typed;
    const changed = partyStatus === resident.partyStatus ? null : partyStatus;
    void act.send(
      () =>
        update({
          input: {
            residentId: resident.id,
            version: resident.version,
            phone: phone || null,
            emergencyContact: emergencyContact || null,
            partyStatus: changed,
            hasConsentedToPartyStatus: hasConsentedToPartyStatus ?? false,
            skills,
            livesAlone: livesAlone ? livesAlone === 'yes' : null,
          },
        }),
      () => {
        void message.success(t('saved'));
        onClose();
      },
    );
  }
  return (
    <ActModal<Typed>
      open={resident !== null}
      title={t('editOf', { name: resident?.name })}
      submit={t('shared:act.save')}
      busy={isBusy}
      act={act}
      initial={{ partyStatus: resident?.partyStatus ?? 'NOT_STATED', skills: [...(resident?.skills ?? [])], livesAlone: resident?.livesAlone == null ? null : resident.livesAlone ? 'yes' : 'no' }}
      onClose={onClose}
      onSubmit={submit}
    >
      <Form.Item name="phone" label={t('newPhone')} extra={t('newPhoneHint')}><Input type="tel" autoComplete="off" /></Form.Item>
      <Form.Item name="emergencyContact" label={t('emergency')} extra={t('newPhoneHint')}><Input autoComplete="off" /></Form.Item>
      <Form.Item name="partyStatus" label={t('party')}><Select options={PARTY.map((one) => ({ value: one, label: t(`partyStatus.${one}`) }))} /></Form.Item>
      {isMember && party !== resident?.partyStatus && <Form.Item name="hasConsentedToPartyStatus" valuePropName="checked"><Checkbox>{t('partyConsent')}</Checkbox></Form.Item>}
      <Form.Item name="skills" label={t('skills')}><Select mode="tags" maxCount={20} open={false} suffixIcon={null} /></Form.Item>
      <Form.Item name="livesAlone" label={t('alone')}><Select allowClear options={[{ value: 'yes', label: t('shared:answer.YES') }, { value: 'no', label: t('shared:answer.NO') }]} /></Form.Item>
    </ActModal>
  );
}
