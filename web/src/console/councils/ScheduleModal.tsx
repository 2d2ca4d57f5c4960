import { App, Form, Input, InputNumber, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { atShanghai, daysAfter, isoDay } from '../../core/format';
import type { BodyKind, CouncilKind } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { TimeOfDay } from '../../desk/TimeOfDay';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { CommunityField } from '../housing/CommunityField';
import { ofCommunity, type Asked } from '../housing/asked';
import { ScheduleCouncilDocument } from './councils.gen';
import { QuestionFields, questionsOf, type AskedQuestion } from './QuestionFields';

const KINDS: readonly CouncilKind[] = ['CONSULTATION', 'HEARING', 'COORDINATION', 'APPRAISAL', 'TEA_TALK'];
const BODIES: readonly BodyKind[] = ['OPERATOR', 'PROPERTY', 'SANITATION', 'URBAN_MANAGEMENT', 'POLICE', 'COMMITTEE', 'OWNERS', 'PARTY', 'PARTNER', 'OTHER'];

interface Typed {
  communityId: string;
  kind: CouncilKind;
  title: string;
  place: string;
  on: string;
  from: Dayjs;
  until: Dayjs;
  agenda: string;
  bodies: BodyKind[];
  seats: number | null;
  speaking: number | null;
  reserved: number | null;
  questions?: AskedQuestion[];
}

/** Calling a council: when, where, about what, and with whom at the table. */
export default function ScheduleModal({ open, communities, communityId, onClose, onDone }: Asked & { onDone: (id: string) => void }) {
  const { t } = useTranslation('councils');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const act = useActForm<Typed>();
  const key = useActKey();
  const [schedule, isBusy] = useAct(ScheduleCouncilDocument);

  const submit = (typed: Typed): void =>
    void act.send(
      () =>
        schedule({
          input: {
            idempotencyKey: key(),
            communityId: typed.communityId,
            kind: typed.kind,
            title: typed.title,
            place: typed.place,
            startsAt: atShanghai(typed.on, typed.from.format('HH:mm')),
            endsAt: atShanghai(typed.on, typed.until.format('HH:mm')),
            items: typed.agenda.split('\n').map((line) => line.trim()).filter(Boolean).map((title) => ({ title })),
            bodies: (typed.bodies ?? []).map((kind) => ({ kind, name: t(`bodies.${kind}`) })),
            seats: typed.seats ?? null,
            reservedSeats: typed.reserved ?? 0,
            speakingSlots: typed.speaking ?? 0,
            questions: questionsOf(typed.questions),
          },
        }),
      (made) => {
        void message.success(t('created', { title: made.title }));
        onDone(made.id);
      },
    );

  return (
    <ActModal<Typed>
      open={open}
      title={t('create')}
      submit={t('create')}
      width={600}
      busy={isBusy}
      act={act}
      initial={{ kind: 'CONSULTATION', on: daysAfter(isoDay(), 7), from: dayjs('2026-01-01T19:00'), until: dayjs('2026-01-01T20:30'), seats: null, ...ofCommunity({ communities, communityId }) }}
      onClose={onClose}
      onSubmit={submit}
    >
      <div className="pair">
        <CommunityField communities={communities} />
        <Form.Item name="kind" label={t('kind')}><Select options={KINDS.map((one) => ({ value: one, label: t(`kinds.${one}`) }))} /></Form.Item>
      </div>
      <Form.Item name="title" label={t('titleOf')} rules={needed(t('titleOf'))}><Input maxLength={80} /></Form.Item>
      <div className="pair">
        <Form.Item name="place" label={t('place')} rules={needed(t('place'))}><Input maxLength={80} /></Form.Item>
        <Form.Item name="on" label={t('on')} rules={chosen(t('on'))}><DayPicker min={isoDay()} /></Form.Item>
        <Form.Item name="from" label={t('from')} rules={chosen(t('from'))}><TimeOfDay /></Form.Item>
        <Form.Item name="until" label={t('until')} rules={chosen(t('until'))}><TimeOfDay /></Form.Item>
      </div>
      <Form.Item name="agenda" label={t('agenda')} extra={t('agendaHint')} rules={needed(t('agenda'))}><Input.TextArea rows={3} /></Form.Item>
      <div className="pair">
        <Form.Item name="bodies" label={t('bodiesTitle')}><Select mode="multiple" placeholder={t('bodiesHint')} options={BODIES.map((one) => ({ value: one, label: t(`bodies.${one}`) }))} /></Form.Item>
        <Form.Item name="seats" label={t('seats')} extra={t('seatsHint')}><InputNumber min={1} max={500} style={{ width: '100%' }} /></Form.Item>
        <Form.Item name="speaking" label={t('speaking')} extra={t('speakingHint')}><InputNumber min={0} max={500} style={{ width: '100%' }} /></Form.Item>
        <Form.Item name="reserved" label={t('seat.kept')} extra={t('seat.keptHint')}><InputNumber min={0} max={500} style={{ width: '100%' }} /></Form.Item>
      </div>
      <QuestionFields />
    </ActModal>
  );
}
