import { Form, Input, InputNumber, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { atShanghai, isoDay } from '../../core/format';
import type { MeetingKind } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { TimeOfDay } from '../../desk/TimeOfDay';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { KINDS } from './kinds';
import { RecordPartyMeetingDocument, RecordWhereDocument } from './meetings.gen';

interface Typed {
  organisationId: string;
  kind: MeetingKind;
  topic: string;
  host: string;
  place: string;
  on: string;
  at: Dayjs;
  expected: number;
  attended: number;
  result: string;
}

interface Asked {
  onClose: () => void;
  onDone: (title: string) => void;
}

/** Writing down a meeting that was held. */
export default function MeetingModal({ onClose, onDone }: Asked) {
  const { t } = useTranslation('meetings');
  const { needed, chosen } = useRules();
  const act = useActForm<Typed>();
  const key = useActKey();
  const where = useData(RecordWhereDocument, {});
  const [record, isBusy] = useAct(RecordPartyMeetingDocument);
  const submit = ({ on, at, ...typed }: Typed): Promise<boolean> =>
    act.send(
      () => record({ input: { ...typed, heldAt: atShanghai(on, at.format('HH:mm')), idempotencyKey: key() } }),
      (made) => {
        onDone(made.topic);
      },
    );
  return (
    <ActModal<Typed> open title={t('record')} submit={t('shared:act.save')} width={600} busy={isBusy} disabled={where.kind !== 'data'} act={act} initial={{ kind: 'MEMBERS_MEETING', on: isoDay(), at: dayjs('2026-01-01T19:00') }} onClose={onClose} onSubmit={(typed) => void submit(typed)}>
      <div className="pair">
        <Form.Item name="organisationId" label={t('organisation')} rules={chosen(t('organisation'))}><Select loading={where.kind === 'loading'} options={where.kind === 'data' ? where.data.oversight.organisations.edges.map(({ node }) => ({ value: node.id, label: node.name })) : []} /></Form.Item>
        <Form.Item name="kind" label={t('kind')}><Select options={KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))} /></Form.Item>
      </div>
      <Form.Item name="topic" label={t('topic')} rules={needed(t('topic'))}><Input maxLength={100} showCount /></Form.Item>
      <div className="pair">
        <Form.Item name="host" label={t('host')} rules={needed(t('host'))}><Input maxLength={40} /></Form.Item>
        <Form.Item name="place" label={t('place')} rules={needed(t('place'))}><Input maxLength={80} /></Form.Item>
        <Form.Item name="on" label={t('on')} rules={chosen(t('on'))}><DayPicker max={isoDay()} /></Form.Item>
        <Form.Item name="at" label={t('at')} rules={chosen(t('at'))}><TimeOfDay /></Form.Item>
        <Form.Item name="expected" label={t('expected')} rules={chosen(t('expected'))}><InputNumber min={1} max={5000} precision={0} style={{ width: '100%' }} /></Form.Item>
        <Form.Item name="attended" label={t('attended')} rules={chosen(t('attended'))}><InputNumber min={0} max={5000} precision={0} style={{ width: '100%' }} /></Form.Item>
      </div>
      <Form.Item name="result" label={t('result')} rules={needed(t('result'))}><Input.TextArea rows={4} maxLength={2000} showCount /></Form.Item>
    </ActModal>
  );
}
