import { App, Form, Input, InputNumber, Select, Switch } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { atShanghai, isoDay } from '../../core/format';
import type { ActivityAudience } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';
import { TimeOfDay } from '../../desk/TimeOfDay';
import { useActForm } from '../../desk/useActForm';
import { usePlaces } from '../housing/usePlaces';
import { PlanActivityDocument, StationsHereDocument } from './volunteering.gen';

interface Typed {
  communityId: string;
  stationId?: string;
  title: string;
  place: string;
  on: string;
  from: Dayjs;
  until: Dayjs;
  capacity: number;
  audience: ActivityAudience;
  isVolunteering: boolean;
}

const AUDIENCES: readonly ActivityAudience[] = ['COMMUNITY', 'MEMBERS'];
const PLACES = 20;

/** An activity to sign up for; it is of the organisation that covers the community. */
export default function PlanModal({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('volunteering');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const key = useActKey();
  const act = useActForm<Typed>();
  const { communities } = usePlaces();
  const known = useData(StationsHereDocument, {});
  const stations = known.kind === 'data' ? known.data.partyStations.edges.map(({ node }) => ({ value: node.id, label: node.name })) : [];
  const [plan, isBusy] = useAct(PlanActivityDocument);
  const submit = ({ on, from, until, stationId, ...typed }: Typed): Promise<boolean> =>
    act.send(
      () => plan({ input: { ...typed, stationId: stationId ?? null, startsAt: atShanghai(on, from.format('HH:mm')), endsAt: atShanghai(on, until.format('HH:mm')), idempotencyKey: key() } }),
      (made) => {
        void message.success(t('planned', { title: made.title }));
        onDone();
      },
    );
  return (
    <ActModal<Typed> open title={t('plan')} lead={t('planHint')} submit={t('plan')} width={600} busy={isBusy} act={act} initial={{ on: isoDay(), from: dayjs('2026-01-01T14:00'), until: dayjs('2026-01-01T16:00'), capacity: PLACES, audience: 'COMMUNITY', isVolunteering: true }} onClose={onClose} onSubmit={(typed) => void submit(typed)}>
      <Form.Item name="communityId" label={t('community')} rules={chosen(t('community'))}><Select options={communities.map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>
      <Form.Item name="title" label={t('activity')} rules={needed(t('activity'))}><Input maxLength={100} showCount /></Form.Item>
      <div className="pair">
        <Form.Item name="place" label={t('place')} rules={needed(t('place'))}><Input maxLength={100} /></Form.Item>
        {stations.length > 0 && <Form.Item name="stationId" label={t('station')}><Select allowClear options={stations} /></Form.Item>}
        <Form.Item name="on" label={t('on')} rules={chosen(t('on'))}><DayPicker min={isoDay()} /></Form.Item>
        <Form.Item name="from" label={t('from')} rules={chosen(t('from'))}><TimeOfDay /></Form.Item>
        <Form.Item name="until" label={t('until')} rules={chosen(t('until'))}><TimeOfDay /></Form.Item>
        <Form.Item name="audience" label={t('audience')}><Select options={AUDIENCES.map((value) => ({ value, label: t(`audiences.${value}`) }))} /></Form.Item>
        <Form.Item name="capacity" label={t('capacity')} rules={chosen(t('capacity'))}><InputNumber min={1} max={2000} precision={0} style={{ width: '100%' }} /></Form.Item>
      </div>
      <Form.Item name="isVolunteering" label={t('isVolunteering')} valuePropName="checked"><Switch /></Form.Item>
    </ActModal>
  );
}
