import { App, Form, InputNumber, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey, type Refused } from '../../../core/data/useAct';
import { atShanghai, daysAfter, isoDay } from '../../../core/format';
import type { Audience } from '../../../core/schema.gen';
import { ActModal } from '../../../desk/ActModal';
import { DayPicker } from '../../../desk/DayPicker';
import { useRules } from '../../../desk/fields';
import { TimeOfDay } from '../../../desk/TimeOfDay';
import { useActForm } from '../../../desk/useActForm';
import { CreateBookingSeriesDocument, PreviewBookingSeriesDocument, type SeriesDayFragment, type SpaceBoardQuery } from './board.gen';
import { BookerFields } from './BookerFields';
import { SeriesDays } from './SeriesDays';
import { ruleOf, RHYTHMS, type Rhythm } from './series';

const MOST = 52;
interface Typed {
  spaceId: string;
  on: string;
  starts: Dayjs;
  ends: Dayjs;
  rhythm: Rhythm;
  count: number;
  audience: Audience;
  residentId?: string;
  title?: string;
  quantity: number;
  note?: string;
}

interface Asked {
  open: boolean;
  spaces: readonly SpaceBoardQuery['spaceBoard'][number]['space'][];
  on: string;
  onClose: () => void;
  onDone: () => void;
}

/** The same time again and again: its dates are shown first, and those that are not free are left out. */
export default function SeriesModal({ open, spaces, on, onClose, onDone }: Asked) {
  const { t } = useTranslation('spaces');
  const { message } = App.useApp();
  const { chosen } = useRules();
  const key = useActKey();
  const act = useActForm<Typed>();
  const [preview, isLooking] = useAct(PreviewBookingSeriesDocument);
  const [create, isBooking] = useAct(CreateBookingSeriesDocument);
  const [days, setDays] = useState<readonly SeriesDayFragment[] | null>(null);
  const free = days?.filter((one) => !one.code) ?? [];
  const tomorrow = daysAfter(isoDay(), 1);
  const close = (): void => {
    setDays(null);
    onClose();
  };
  const inputOf = ({ on: day, starts, ends, rhythm, count, residentId, title, note, ...typed }: Typed) => ({
    ...typed, startsAt: atShanghai(day, starts.format('HH:mm')), endsAt: atShanghai(day, ends.format('HH:mm')), rrule: ruleOf(rhythm, count),
    residentId: residentId ?? null, title: title ?? null, note: note ?? null, hasAcceptedTerms: true, equipment: [],
  });
  const look = (typed: Typed): void => void act.send(() => preview({ input: { ...inputOf(typed), exceptOn: [], idempotencyKey: null } }), (made) => setDays(made.dates));
  const book = (typed: Typed, seen: readonly SeriesDayFragment[]): void =>
    void act.send(
      async () => {
        const exceptOn = seen.filter((one) => one.code).map((one) => isoDay(new Date(one.startsAt)));
        const outcome = await create({ input: { ...inputOf(typed), exceptOn, idempotencyKey: key() } });
        if (!outcome.ok) {
          // What was taken meanwhile is told day by day.
          const gone = (outcome.problem as Refused & { conflicts?: readonly SeriesDayFragment[] }).conflicts ?? [];
          setDays(seen.map((one) => gone.find((other) => other.startsAt === one.startsAt) ?? one));
        }
        return outcome;
      },
      () => {
        void message.success(t('series.booked', { count: free.length }));
        onDone();
        close();
      },
    );
  return (
    <ActModal<Typed>
      open={open}
      title={t('series.new')}
      lead={t('series.hint')}
      submit={days ? t('series.book', { count: free.length }) : t('series.look')}
      disabled={days !== null && free.length === 0}
      busy={isLooking || isBooking}
      width={600}
      act={act}
      initial={{ on: on < tomorrow ? tomorrow : on, starts: dayjs('2000-01-01T19:00'), ends: dayjs('2000-01-01T20:00'), rhythm: 'WEEKLY', count: 4, audience: 'RESIDENT', quantity: 1, ...(spaces[0] ? { spaceId: spaces[0].id } : {}) }}
      onClose={close}
      onSubmit={(typed) => (days ? book(typed, days) : look(typed))}
    >
      {days ? <SeriesDays days={days} onBack={() => setDays(null)} /> : null}
      <div hidden={days !== null}>
        <Form.Item name="spaceId" label={t('board.space')} rules={chosen(t('board.space'))}><Select showSearch={{ optionFilterProp: 'label' }} options={spaces.map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>
        <div className="pair three">
          <Form.Item name="on" label={t('series.firstOn')} rules={chosen(t('series.firstOn'))}><DayPicker min={isoDay()} /></Form.Item>
          <Form.Item name="starts" label={t('board.starts')} rules={chosen(t('board.starts'))}><TimeOfDay step={30} clearable={false} /></Form.Item>
          <Form.Item name="ends" label={t('board.ends')} rules={chosen(t('board.ends'))}><TimeOfDay step={30} clearable={false} /></Form.Item>
        </div>
        <div className="pair">
          <Form.Item name="rhythm" label={t('series.rhythm')}><Select options={RHYTHMS.map((value) => ({ value, label: t(`series.rhythms.${value}`) }))} /></Form.Item>
          <Form.Item name="count" label={t('series.count')} rules={chosen(t('series.count'))}><InputNumber min={2} max={MOST} style={{ width: '100%' }} /></Form.Item>
        </div>
        <BookerFields />
      </div>
    </ActModal>
  );
}
