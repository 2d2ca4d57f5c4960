import { App, Form, Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { daysAfter, isoDay } from '../../core/format';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { EmployerChoicesDocument } from '../housing/places.gen';
import { CheckInDocument, RegisterResidentDocument, type RegisterResidentInput } from '../rooms/rooms.gen';
import { PersonFields } from './PersonFields';
import { ResidentPicker, type Found } from './ResidentPicker';

/** Where somebody is to live: a bed, or the whole unit where that is free. */
export interface Place {
  unitId: string;
  bedId: string | null;
  label: string;
  /** The unit by itself, where all of it is free. */
  whole?: string;
}

interface Typed extends Omit<RegisterResidentInput, 'idempotencyKey'> {
  residentId: string;
  startsOn: string;
  endsOn: string;
  employerId?: string;
  overLimitReason?: string;
}

export function CheckInModal({ place, onClose, onDone }: { place: Place | null; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('stays');
  const { message } = App.useApp();
  const { chosen, needed } = useRules();
  const may = useMay();
  const act = useActForm<Typed>();
  const [who, setWho] = useState<'known' | 'new'>('known');
  const [takes, setTakes] = useState<'bed' | 'unit'>('bed');
  const [made, setMade] = useState<readonly Found[]>([]);
  const [isOver, setIsOver] = useState(false);
  const [checkIn, isCheckingIn] = useAct(CheckInDocument);
  const [register, isRegistering] = useAct(RegisterResidentDocument);
  const [stayKey, personKey] = [useActKey(), useActKey()];
  const employers = useData(EmployerChoicesDocument, {}, { pause: !place, policy: 'cache-first' });
  const startsOn = Form.useWatch('startsOn', act.form) ?? isoDay();

  async function residentOf(typed: Typed): Promise<string | null> {
    if (who === 'known') return typed.residentId;
    const { name, phone, documentKind, documentNumber, birthOn = null, emergencyContact = null, hasConsented } = typed;
    const person = { name, phone, documentKind, documentNumber, birthOn, emergencyContact, hasConsented };
    const outcome = await register({ input: { ...person, idempotencyKey: personKey() } });
    if (!outcome.ok) {
      act.refuse(outcome.problem);
      return null;
    }
    // Registered for good: what is left is only the place.
    setMade([outcome.made]);
    setWho('known');
    act.form.setFieldValue('residentId', outcome.made.id);
    return outcome.made.id;
  }

  async function submit(typed: Typed): Promise<void> {
    if (!place) return;
    const residentId = await residentOf(typed);
    if (!residentId) return;
    const bedId = takes === 'unit' ? null : place.bedId;
    const { employerId = null, overLimitReason = null } = typed;
    const outcome = await checkIn({ input: { unitId: place.unitId, bedId, residentId, startsOn: typed.startsOn, endsOn: typed.endsOn, employerId, overLimitReason, idempotencyKey: stayKey() } });
    if (!outcome.ok) {
      setIsOver(outcome.problem.code === 'OVER_LIMIT' && may('housing:override_limits'));
      return act.refuse(outcome.problem);
    }
    void message.success(t(outcome.made.status === 'RESERVED' ? 'reserved' : 'checkedIn', { place: takes === 'unit' ? place.whole : place.label }));
    reset();
    onDone();
  }

  function reset(): void {
    setWho('known');
    setTakes('bed');
    setMade([]);
    setIsOver(false);
  }

  const close = (): void => {
    reset();
    onClose();
  };

  return (
    <ActModal<Typed>
      open={place !== null}
      title={t('checkInAt', { place: takes === 'unit' ? (place?.whole ?? '') : (place?.label ?? '') })}
      submit={t(startsOn > isoDay() ? 'reserve' : 'checkIn')}
      busy={isCheckingIn || isRegistering}
      width={560}
      act={act}
      initial={{ startsOn: isoDay(), endsOn: daysAfter(isoDay(), 365) }}
      onSubmit={(typed) => void submit({ ...act.form.getFieldsValue(true), ...typed } as Typed)}
      onClose={close}
    >
      {place?.whole && place.bedId && (
        <Segmented<'bed' | 'unit'> block style={{ marginBottom: 16 }} value={takes} onChange={setTakes} options={[{ value: 'bed', label: t('oneBed') }, { value: 'unit', label: t('wholeUnit') }]} />
      )}
      <Segmented<'known' | 'new'> style={{ marginBottom: 16 }} value={who} onChange={setWho} options={[{ value: 'known', label: t('known') }, { value: 'new', label: t('newcomer') }]} />
      {who === 'known' ? (
        <Form.Item name="residentId" label={t('resident')} rules={chosen(t('resident'))}><ResidentPicker known={made} /></Form.Item>
      ) : (
        <PersonFields />
      )}
      <div className="pair">
        <Form.Item name="startsOn" label={t('startsOn')} rules={chosen(t('startsOn'))}><DayPicker /></Form.Item>
        <Form.Item name="endsOn" label={t('endsOn')} rules={chosen(t('endsOn'))}><DayPicker min={startsOn} /></Form.Item>
      </div>
      <Form.Item name="employerId" label={t('employer')}>
        <Select allowClear placeholder={t('noEmployer')} options={employers.kind === 'data' ? employers.data.employers.edges.map(({ node }) => ({ value: node.id, label: node.name })) : []} />
      </Form.Item>
      {isOver && <Form.Item name="overLimitReason" label={t('overLimitReason')} rules={needed(t('overLimitReason'))}><Input.TextArea rows={2} /></Form.Item>}
    </ActModal>
  );
}
