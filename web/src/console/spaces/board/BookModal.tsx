import { App, Button, Form, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey, type Refused } from '../../../core/data/useAct';
import { atShanghai, dayTime, isoDay, now, time, timeSpan } from '../../../core/format';
import type { Audience } from '../../../core/schema.gen';
import { ActModal } from '../../../desk/ActModal';
import { DayPicker } from '../../../desk/DayPicker';
import { useRules } from '../../../desk/fields';
import { TimeOfDay } from '../../../desk/TimeOfDay';
import { useActForm } from '../../../desk/useActForm';
import { BookerFields } from './BookerFields';
import { BookForDocument, type BookForMutation, type SpaceBoardQuery } from './board.gen';

type Taken = Extract<BookForMutation['createBooking'], { alternatives: unknown }>;
interface Typed {
  spaceId: string;
  on: string;
  starts: Dayjs;
  ends: Dayjs;
  audience: Audience;
  residentId?: string;
  title?: string;
  quantity: number;
  note?: string;
}

const HOUR_MS = 36e5;
const clock = (iso: string): Dayjs => dayjs(`2000-01-01T${time(iso)}`);

/** Staff book a space for a resident who asked at the desk, or for whoever else uses it. */
export default function BookModal({ open, spaces, on, onClose, onDone }: { open: boolean; spaces: readonly SpaceBoardQuery['spaceBoard'][number]['space'][]; on: string; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('spaces');
  const { message } = App.useApp();
  const { chosen } = useRules();
  const key = useActKey();
  const act = useActForm<Typed>();
  const [book, isBusy] = useAct(BookForDocument);
  const [free, setFree] = useState<Taken['alternatives']>([]);
  const next = new Date(Math.ceil(now().getTime() / HOUR_MS) * HOUR_MS);
  const close = (): void => {
    setFree([]);
    onClose();
  };

  async function send({ on: day, starts, ends, residentId, title, note, ...typed }: Typed): Promise<void> {
    setFree([]);
    const startsAt = atShanghai(day, starts.format('HH:mm'));
    await act.send(
      async () => {
        const outcome = await book({ input: { ...typed, startsAt, endsAt: atShanghai(day, ends.format('HH:mm')), residentId: residentId ?? null, title: title ?? null, note: note ?? null, hasAcceptedTerms: true, equipment: [], idempotencyKey: key() } });
        if (!outcome.ok) setFree((outcome.problem as Refused & Partial<Taken>).alternatives ?? []);
        return outcome;
      },
      () => {
        void message.success(t('board.booked', { when: dayTime(startsAt) }));
        onDone();
        close();
      },
    );
  }
  return (
    <ActModal<Typed>
      open={open}
      title={t('board.new')}
      submit={t('board.book')}
      busy={isBusy}
      width={560}
      act={act}
      initial={{ on: on < isoDay() ? isoDay() : on, starts: clock(next.toISOString()), ends: clock(new Date(next.getTime() + HOUR_MS).toISOString()), audience: 'RESIDENT', quantity: 1, ...(spaces[0] ? { spaceId: spaces[0].id } : {}) }}
      onClose={close}
      onSubmit={(typed) => void send(typed)}
    >
      <Form.Item name="spaceId" label={t('board.space')} rules={chosen(t('board.space'))}><Select showSearch={{ optionFilterProp: 'label' }} options={spaces.map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>
      <div className="pair three">
        <Form.Item name="on" label={t('board.on')} rules={chosen(t('board.on'))}><DayPicker min={isoDay()} /></Form.Item>
        <Form.Item name="starts" label={t('board.starts')} rules={chosen(t('board.starts'))}><TimeOfDay step={30} clearable={false} /></Form.Item>
        <Form.Item name="ends" label={t('board.ends')} rules={chosen(t('board.ends'))}><TimeOfDay step={30} clearable={false} /></Form.Item>
      </div>
      {free.length > 0 && (
        <section className="effects" aria-label={t('board.taken')}>
          <h3>{t('board.alternatives')}</h3>
          <div className="acts">
            {free.map((one) => <Button key={`${one.space?.id}${one.startsAt}`} onClick={() => { setFree([]); act.form.setFieldsValue({ ...(one.space ? { spaceId: one.space.id } : {}), on: isoDay(new Date(one.startsAt)), starts: clock(one.startsAt), ends: clock(one.endsAt) }); }}>{`${one.space?.name ?? ''} ${timeSpan(one.startsAt, one.endsAt)}`}</Button>)}
          </div>
        </section>
      )}
      <BookerFields />
    </ActModal>
  );
}
