import { Form, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import type { Seat } from './Activity';
import { CorrectHoursDocument, RecordHoursDocument, type DeskActivityFragment } from './volunteering.gen';

interface Typed {
  minutes: number;
  reason?: string;
}

const MINUTE = 60_000;
const DAY = 1440;

/** Noting that somebody came and for how long they helped; later, what was noted is corrected with a reason. */
export default function HoursModal({ activity, seat, onClose, onDone }: { activity: DeskActivityFragment; seat: Seat; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('volunteering');
  const { needed, chosen } = useRules();
  const act = useActForm<Typed>();
  const [record, isRecording] = useAct(RecordHoursDocument);
  const [correct, isCorrecting] = useAct(CorrectHoursDocument);
  const name = seat.resident?.name ?? '';
  const isFirst = seat.minutes === null;
  const whole = activity.isVolunteering ? Math.round((Date.parse(activity.endsAt) - Date.parse(activity.startsAt)) / MINUTE) : 0;
  const of = { activityId: activity.id, residentId: seat.resident?.id ?? '' };
  const submit = (typed: Typed): Promise<boolean> =>
    isFirst
      ? act.send(() => record({ input: { ...of, minutes: typed.minutes ?? 0 } }), onDone)
      : act.send(() => correct({ input: { ...of, minutes: typed.minutes, reason: typed.reason ?? '' } }), onDone);
  return (
    <ActModal<Typed> open title={t(isFirst ? 'noteOf' : 'correctOf', { name })} lead={t(isFirst ? 'noteHint' : 'correctHint')} submit={t(isFirst ? 'note' : 'correct')} busy={isRecording || isCorrecting} act={act} initial={{ minutes: seat.minutes ?? whole }} onClose={onClose} onSubmit={(typed) => void submit(typed)}>
      {activity.isVolunteering && <Form.Item name="minutes" label={t('minutes')} rules={chosen(t('minutes'))}><InputNumber min={0} max={DAY} precision={0} /></Form.Item>}
      {!isFirst && <Form.Item name="reason" label={t('reason')} rules={needed(t('reason'))}><Input.TextArea rows={2} maxLength={500} /></Form.Item>}
    </ActModal>
  );
}
