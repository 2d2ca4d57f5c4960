import { App, Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { isoDay } from '../../core/format';
import { useNameOf } from '../../core/useNameOf';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { CountVisitsDocument, type OwnStationFragment } from './stations.gen';

interface Typed {
  serviceId: string;
  visitedOn: string;
  people: number;
  note?: string;
  reason?: string;
}

interface Asked {
  station: OwnStationFragment;
  onClose: () => void;
  onDone: () => void;
}

/** Counting who came for a service on a day; what was counted before is set right by saying why. */
export default function VisitModal({ station, onClose, onDone }: Asked) {
  const { t } = useTranslation('stations');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const nameOf = useNameOf();
  const act = useActForm<Typed>();
  const key = useActKey();
  const [count, isBusy] = useAct(CountVisitsDocument);
  const [isCounted, setIsCounted] = useState(false);
  const submit = (typed: Typed): Promise<boolean> =>
    act.send(
      async () => {
        const outcome = await count({ input: { ...typed, stationId: station.id, note: typed.note?.trim() || null, reason: (isCounted && typed.reason?.trim()) || null, idempotencyKey: key() } });
        if (!outcome.ok && outcome.problem.code === 'VISITS_COUNTED') setIsCounted(true);
        return outcome;
      },
      () => {
        void message.success(t('counted'));
        onDone();
      },
    );
  return (
    <ActModal<Typed> open title={t('countAt', { name: station.name })} lead={t('countHint')} submit={t('shared:act.save')} busy={isBusy} act={act} initial={{ visitedOn: isoDay() }} onClose={onClose} onSubmit={(typed) => void submit(typed)}>
      <div className="pair">
        <Form.Item name="serviceId" label={t('service')} rules={chosen(t('service'))}><Select onChange={() => setIsCounted(false)} options={station.services.map((one) => ({ value: one.id, label: nameOf(one) }))} /></Form.Item>
        <Form.Item name="visitedOn" label={t('day')} rules={chosen(t('day'))}><DayPicker min={station.openedOn} max={station.closedOn ?? isoDay()} /></Form.Item>
      </div>
      <Form.Item name="people" label={t('peopleInAll')} rules={chosen(t('peopleInAll'))}><InputNumber min={0} max={10000} precision={0} style={{ width: '100%' }} /></Form.Item>
      {isCounted
        ? <Form.Item name="reason" label={t('reason')} extra={t('reasonHint')} rules={needed(t('reason'))}><Input maxLength={200} /></Form.Item>
        : <Form.Item name="note" label={t('note')} extra={t('noteHint')}><Input maxLength={200} /></Form.Item>}
    </ActModal>
  );
}
