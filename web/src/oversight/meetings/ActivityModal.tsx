import { Form, Input, InputNumber, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { atShanghai, isoDay } from '../../core/format';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { TimeOfDay } from '../../desk/TimeOfDay';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { RecordPartyActivityDocument, RecordWhereDocument } from './meetings.gen';

interface Typed {
  organisationId: string;
  communityId?: string;
  stationId?: string;
  title: string;
  place: string;
  on: string;
  from: Dayjs;
  until: Dayjs;
  attendance: number;
  volunteers: number;
  volunteerHours: number;
}

interface Asked {
  onClose: () => void;
  onDone: (title: string) => void;
}

/** Writing down an activity, with the hours that members gave. */
export default function ActivityModal({ onClose, onDone }: Asked) {
  const { t } = useTranslation('meetings');
  const { needed, chosen } = useRules();
  const act = useActForm<Typed>();
  const key = useActKey();
  const reading = useData(RecordWhereDocument, {});
  const [record, isBusy] = useAct(RecordPartyActivityDocument);
  const where = reading.kind === 'data' ? reading.data.oversight : null;
  const submit = ({ on, from, until, communityId, stationId, ...typed }: Typed): Promise<boolean> =>
    act.send(
      () => record({ input: { ...typed, communityId: communityId ?? null, stationId: stationId ?? null, startsAt: atShanghai(on, from.format('HH:mm')), endsAt: atShanghai(on, until.format('HH:mm')), idempotencyKey: key() } }),
      (made) => {
        onDone(made.title);
      },
    );
  const organisationId = Form.useWatch('organisationId', act.form);
  const stations = reading.kind === 'data' ? reading.data.partyStations.edges.filter(({ node }) => node.organisation?.id === organisationId) : [];
  const clock = <TimeOfDay />;
  const count = <InputNumber min={0} max={5000} precision={0} style={{ width: '100%' }} />;
  return (
    <ActModal<Typed> open title={t('recordActivity')} submit={t('shared:act.save')} width={600} busy={isBusy} disabled={!where} act={act} initial={{ on: isoDay(), from: dayjs('2026-01-01T14:00'), until: dayjs('2026-01-01T16:00'), volunteers: 0, volunteerHours: 0 }} onClose={onClose} onSubmit={(typed) => void submit(typed)}>
      <div className="pair">
        <Form.Item name="organisationId" label={t('organisation')} rules={chosen(t('organisation'))}><Select options={where?.organisations.edges.map(({ node }) => ({ value: node.id, label: node.name })) ?? []} /></Form.Item>
        <Form.Item name="communityId" label={t('community')}><Select allowClear options={where?.communities.edges.map(({ node }) => ({ value: node.id, label: [node.name, node.operatorName].filter(Boolean).join(' · ') })) ?? []} /></Form.Item>
      </div>
      <Form.Item name="title" label={t('titleOf')} rules={needed(t('titleOf'))}><Input maxLength={100} showCount /></Form.Item>
      <div className="pair">
        <Form.Item name="place" label={t('place')} rules={needed(t('place'))}><Input maxLength={80} /></Form.Item>
        {stations.length > 0 && <Form.Item name="stationId" label={t('station')}><Select allowClear options={stations.map(({ node }) => ({ value: node.id, label: node.name }))} /></Form.Item>}
        <Form.Item name="on" label={t('on')} rules={chosen(t('on'))}><DayPicker max={isoDay()} /></Form.Item>
        <Form.Item name="from" label={t('from')} rules={chosen(t('from'))}>{clock}</Form.Item>
        <Form.Item name="until" label={t('until')} rules={chosen(t('until'))}>{clock}</Form.Item>
        <Form.Item name="attendance" label={t('attendance')} rules={chosen(t('attendance'))}>{count}</Form.Item>
        <Form.Item name="volunteers" label={t('volunteers')} rules={chosen(t('volunteers'))}>{count}</Form.Item>
        <Form.Item name="volunteerHours" label={t('volunteerHours')} rules={chosen(t('volunteerHours'))}>{count}</Form.Item>
      </div>
    </ActModal>
  );
}
